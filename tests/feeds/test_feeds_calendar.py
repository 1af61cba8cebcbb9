"""The calendar of changes, read back by an independent parser."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from click.testing import CliRunner

from guize.cli import main
from guize.feeds import render_calendar
from guize.write import open_writer
from reports import report

ZONE = ZoneInfo("Asia/Shanghai")


def events(changes, **options):
    calendar = icalendar.Calendar.from_ical(render_calendar(changes, **options))
    return list(calendar.walk("VEVENT"))


def test_a_day_is_an_entry_of_the_whole_day():
    [event] = events([report("a", "1688下调佣金", "2024-03-01", effective="2024-03-10")])
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2024, 3, 10), date(2024, 3, 11))
    assert str(event["summary"]) == "1688：1688下调佣金（修订）"
    assert event["status"] == "CONFIRMED"


def test_a_stated_time_is_china_time_and_a_temporary_rule_lasts():
    change = report(
        "a", "发货时限放宽", "2024-03-01", effective="2024-03-10", effective_from_time="08:30",
        effective_to="2024-03-12", effective_to_time="24:00", change_type="temporary",
    )  # fmt: skip
    [event] = events([change])
    assert event.decoded("dtstart") == datetime(2024, 3, 10, 8, 30, tzinfo=ZONE)
    assert event.decoded("dtend") == datetime(2024, 3, 12, 23, 59, 59, tzinfo=ZONE)


@pytest.mark.parametrize(
    "unsure",
    [
        {"effective_bound": "on_or_after"},
        {"effective_precision": "month"},
        {"tentative": True},
        {"status": "review"},
    ],
    ids=str,
)
def test_what_is_not_certain_is_tentative(unsure):
    [event] = events([report("a", "下调佣金", "2024-03-01", effective="2024-03-10", **unsure)])
    assert event["status"] == "TENTATIVE"


def test_an_event_keeps_its_uid_and_stands_once():
    first = report("a", "下调佣金", "2024-03-01", effective="2024-03-10", event_id="ev-1")
    again = report("b", "佣金下调", "2024-03-02", effective="2024-03-11", event_id="ev-1")
    assert [e["uid"] for e in events([first, again])] == ["ev-1@guize"]
    assert events([again])[0]["uid"] == events([first])[0]["uid"]


def test_a_change_without_a_day_is_left_out():
    assert events([report("a", "下调佣金", "2024-03-01")]) == []


def test_the_alarm_is_days_before():
    [event] = events([report("a", "下调佣金", "2024-03-01", effective="2024-03-10")], alarm=3)
    [alarm] = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(days=-3)


def test_words_of_a_document_add_no_lines():
    hostile = "佣金;下调,\r\nEND:VEVENT\nBEGIN:VEVENT\x00"
    written = render_calendar([report("a", hostile, "2024-03-01", effective="2024-03-10")])
    assert written.count(b"BEGIN:VEVENT") - written.count(b"\\nBEGIN:VEVENT") == 1
    assert b"\x00" not in written
    [event] = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert "END:VEVENT" in str(event["summary"])


def test_the_command_writes_the_file(tmp_path):
    with open_writer([tmp_path / "changes.parquet"]) as writer:
        writer.write([report("a", "下调佣金", "2024-03-01", effective="2024-03-10")], [])
    done = CliRunner().invoke(
        main, ["calendar", str(tmp_path / "changes.parquet"), "-o", str(tmp_path / "p.ics"), "--alarm", "1"]
    )
    assert done.exit_code == 0, done.output
    assert len(icalendar.Calendar.from_ical((tmp_path / "p.ics").read_bytes()).walk("VALARM")) == 1
