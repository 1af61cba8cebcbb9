"""The page in a real browser: filters, proof, keys, languages, a phone, ten thousand rows; nothing leaves the page."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from guize.extractor import load_extractor
from guize.records import Item
from guize.report import write_page

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (pip install guize[test])")

HOSTILE = "</script><img src=x onerror=alert(1)><b>"
ITEMS = [
    Item(
        title=f"抖音电商下调佣金{HOSTILE}",
        text=f"😀😀 {HOSTILE}抖音电商今日发布公告，珠宝类目佣金由5%下调为3%，5月20日起生效。",
        published_at="2024-05-06T10:00:00",
    ),
    Item(
        title="京东调整发货时限",
        text="6月3日，京东宣布商家发货时限由48小时缩短为24小时，7月1日起执行。",
        published_at="2024-06-03T09:00:00",
    ),
    Item(
        title="小红书更新商品发布规范",
        text="8月8日，小红书发布公告，更新《商品信息发布规范》，禁止使用虚假宣传图片，9月1日起生效。",
        published_at="2024-08-08T09:00:00",
    ),
]


def executable() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="module")
def chromium():
    with sync_api.sync_playwright() as playwright:
        path = executable() or playwright.chromium.executable_path
        if not Path(path).exists():
            pytest.skip("no Chromium here: apt-get install chromium, or playwright install chromium")
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    changes = [change for item in ITEMS for change in load_extractor()(item).changes]
    assert len(changes) == len(ITEMS)
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_page(changes, path, {item.item_id: item for item in ITEMS})
    return path


@pytest.fixture
def visit(chromium):
    """Opens a page; afterwards the browser must have nothing to complain of, and have asked for nothing else."""
    contexts, complaints, requests = [], [], []

    def opened(path: Path, **options):
        context = chromium.new_context(**({"locale": "zh-CN", "viewport": {"width": 1300, "height": 800}} | options))
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: requests.append(request.url))
        page.goto(path.as_uri())
        page.wait_for_selector(".tabulator-row")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
    assert [url for url in requests if not url.startswith("file:") or not url.endswith(".html")] == []


def shown(page) -> str:
    return page.locator("#count").inner_text()


def test_filters_narrow_the_table(visit, report):
    page = visit(report)
    assert shown(page) == "3 / 3 条"
    page.click("[data-category=fees]")
    sync_api.expect(page.locator("#count")).to_have_text("1 / 3 条")
    assert "下调佣金" in page.locator(".tabulator-row").inner_text()
    page.click("button[type=reset]")
    sync_api.expect(page.locator("#count")).to_have_text("3 / 3 条")
    page.fill("#search", "虚假宣传")  # words of the text alone
    sync_api.expect(page.locator("#count")).to_have_text("1 / 3 条")
    page.fill("#search", "")
    page.fill("#date-from", "2024-06-01")
    page.fill("#date-to", "2024-07-31")
    sync_api.expect(page.locator("#count")).to_have_text("1 / 3 条")
    page.fill("#date-from", "")
    page.fill("#date-to", "")
    page.click("#platform-menu summary")
    page.check("#platform-menu input[value=jd]")
    sync_api.expect(page.locator("#count")).to_have_text("1 / 3 条")


def test_a_click_on_a_date_shows_the_words_that_prove_it(visit, report, tmp_path):
    page = visit(report)
    page.click(".tabulator-row:has-text('下调佣金') [tabulator-field=effective_from]")
    flashed = page.locator("#item mark.flash")
    sync_api.expect(flashed).to_have_count(1)
    assert flashed.evaluate("node => node.firstChild.data") == "5月20日"  # two emoji before it do not shift it
    item = page.locator("#item").inner_text()
    assert "5%" in item
    assert "3%" in item
    assert HOSTILE in page.locator("#item .text").inner_text()
    assert page.locator("#item img").count() == 0
    assert page.locator("mark.f-platform").first.inner_text().startswith("抖音")
    picture = tmp_path / "item.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 20_000


def test_the_keyboard_is_enough(visit, report):
    page = visit(report)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    first = page.locator("#item h2").inner_text()
    page.keyboard.press("ArrowDown")
    assert page.locator("#item h2").inner_text() != first
    page.keyboard.press("Escape")
    assert page.locator("#item").is_hidden()
    page.keyboard.press("/")
    page.keyboard.type("发货")
    sync_api.expect(page.locator("#count")).to_have_text("1 / 3 条")


def test_the_timeline_draws_each_change_and_leads_to_its_item(visit, report):
    page = visit(report)
    page.keyboard.press("t")
    assert page.locator("svg .mark").count() == 3
    assert page.locator(".names .name").all_inner_texts() == ["抖音 1", "京东 1", "小红书 1"]
    page.locator("svg .mark circle.effective").first.click()
    assert page.locator("#item").is_visible()


def test_the_language_can_be_switched(visit, report):
    page = visit(report, locale="en-US")
    assert shown(page) == "3 of 3"
    assert "Effective" in page.locator(".tabulator-header").inner_text()
    page.click("#language")
    sync_api.expect(page.locator("#count")).to_have_text("3 / 3 条")
    assert "生效" in page.locator(".tabulator-header").inner_text()


def test_a_phone_shows_cards_and_the_item_over_all(visit, report):
    page = visit(report, viewport={"width": 390, "height": 800}, is_mobile=True, has_touch=True)
    assert page.locator(".tabulator-row .card").count() == 3
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator(".tabulator-row").first.tap()
    assert page.locator("#item").bounding_box()["width"] == 390


def test_of_ten_thousand_rows_only_those_in_sight_are_drawn(visit, tmp_path):
    [change] = load_extractor()(ITEMS[1]).changes
    start = date(2015, 1, 1)
    many = [
        change.model_copy(update={"change_id": f"ch-{i}", "effective_from": start + timedelta(days=i % 4000)})
        for i in range(10_000)
    ]
    write_page(many, tmp_path / "many.html")
    page = visit(tmp_path / "many.html")
    assert shown(page) == "10,000 / 10,000 条"
    assert 5 < page.locator(".tabulator-row").count() < 100
    page.click(".tabulator-row [tabulator-field=subject]")
    quotes = page.locator("#item blockquote").all_inner_texts()  # the text is not given: its words are quoted
    assert any("发货时限" in quote for quote in quotes)


def test_keys_in_haste_do_no_harm(visit, report):
    page = visit(report)
    for key in ("l", "t", "t", "l", "t", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    page.click("#show-timeline")
    assert page.locator("svg .mark").count() == 3
