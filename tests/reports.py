"""Reports of policy changes for tests, written in few words: `report("a", "1688下调佣金", "2024-03-01", new=3)`."""

from datetime import date, datetime
from typing import Any

from guize.records import CST, DateMention, Evidence, PolicyChange, Value


def report(name: str, title: str, published: str, *, says: str = "", effective: str | None = None, **fields: Any):
    """A change reported on the day `published`, at noon; `says` is the sentence that states it, in its text.

    Dates may be ISO strings; `value=(what, old, new, unit)` is one value, `mentions` are days that the text mentions; without `announced_on` the report was announced on
    or before that day.
    """
    days = {"announced_on": published, "announced_bound": "on_or_before", "effective_from": effective}
    days |= {key: fields.pop(key) for key in list(fields) if key in (*days, "effective_to", "deadline")}
    dates = [
        DateMention(role="mention", text=day, where="text", start=0, end=len(day), value=date.fromisoformat(day))
        for day in fields.pop("mentions", ())
    ]
    values = [
        Value(what=v[0], old=v[1], new=v[2], unit=v[3]) for v in ([fields.pop("value")] if "value" in fields else [])
    ]
    evidence = [Evidence(field="change", where="text", start=0, end=len(says), text=says)] if says else []
    if words := fields.pop("effective_words", None):
        evidence.append(Evidence(field="effective_from", where="text", start=0, end=len(words), text=words))
    row: dict[str, Any] = {
        "change_id": f"ch-{name}",
        "item_id": f"it-{name}",
        "source": "test",
        "item_index": 0,
        "kind": "report",
        "title": title,
        "published_at": datetime.fromisoformat(published).replace(hour=12, tzinfo=CST),
        "platform": ["1688"],
        "change_type": "revise",
        "categories": ["fees"],
        "subject": title,
        "announced_edtf": f"[..{published}]",
        "effective_bound": "exact" if days["effective_from"] else None,
        "effective_precision": "day" if days["effective_from"] else None,
        "effective_edtf": days["effective_from"],
        "values": values,
        "dates": dates,
        "evidence": evidence,
        "confidence": 0.9,
        "status": "accepted",
        "extractor_version": "1",
        "model_version": "1",
    }
    if "announced_on" in days and days.get("announced_bound") == "exact":
        row["announced_edtf"] = days["announced_on"]
    parsed = {key: date.fromisoformat(day) if key != "announced_bound" and day else day for key, day in days.items()}
    return PolicyChange.model_validate(row | parsed | fields)
