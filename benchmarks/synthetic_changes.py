"""Synthetic policy changes with a known answer: events, each reported once or several times, revised and updated later.

Reports of an event are edited copies of one another or written anew; they leave out fields, bound the announcement by
their own day, and sometimes misread a date. Rules are revised again and again, so that much is alike that is not the
same. The same seed gives the same changes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from guize import vocabulary
from guize.records import CST, Category, Evidence, PolicyChange, Value

FIRST_DAY, DAYS = date(2015, 1, 1), 4000
EVENTS_A_RULE = 6
_REPORTS = (1,) * 11 + (2,) * 4 + (3,) * 2 + (4, 5, 8)
_AREAS = (
    "服饰",
    "鞋靴",
    "美妆",
    "家电",
    "家居",
    "食品",
    "生鲜",
    "母婴",
    "图书",
    "珠宝",
    "数码",
    "汽配",
    "宠物",
    "运动",
    "医药",
)
_SCOPES = (
    "国内",
    "跨境",
    "直播",
    "短视频",
    "预售",
    "现货",
    "定制",
    "批发",
    "拼团",
    "秒杀",
    "同城",
    "仓配",
    "自营",
    "品牌",
)
_KINDS = ("管理规范", "实施细则", "服务标准", "执行说明", "考核办法", "处理规则")
_THINGS: tuple[tuple[Category, str, str, tuple[float, ...]], ...] = (
    ("fees", "技术服务费", "%", (0.6, 1, 2, 3, 5, 8)),
    ("fees", "保证金", "CNY", (500, 1000, 2000, 5000, 10000)),
    ("fees", "年费", "CNY", (300, 600, 6000)),
    ("shipping", "发货时限", "h", (16, 24, 36, 48, 72)),
    ("shipping", "揽收时限", "h", (12, 24, 48)),
    ("shipping", "运费补贴", "CNY", (2, 5, 8)),
    ("refunds", "退款响应时限", "h", (12, 24, 48, 72)),
    ("refunds", "退货时限", "d", (7, 10, 15, 30)),
    ("content", "标题字数上限", "字", (30, 40, 60)),
    ("content", "短视频时长上限", "s", (60, 90, 180)),
    ("other", "违规扣分", "分", (2, 4, 6, 12)),
    ("other", "入驻审核时限", "workday", (3, 5, 7)),
)
_SAYINGS = (
    "{p}发布公告，对《{r}》作出修订，{s}{a}类目的{t}由{o}{u}调整为{n}{u}，{e}起生效，请商家留意并及时调整经营安排。",
    "为了提升商家体验，{p}近日宣布将{s}{a}商家的{t}从{o}{u}改为{n}{u}，新标准{e}起执行，此前订单按原标准处理。",
    "{e}起，{p}{s}业务{a}类目适用新的{t}：{n}{u}（此前为{o}{u}），相关条款见修订后的《{r}》。",
    "记者注意到，{p}更新了《{r}》，其中{a}类目{t}一项变化最大，{s}卖家今后按{n}{u}计，{e}正式实施。",
    "{p}商家后台弹出的通知显示，{s}频道{a}卖家的{t}将统一为{n}{u}，原先的{o}{u}不再适用，时间是{e}。",
)
_HEADLINES = (
    "{p}修订《{r}》",
    "{p}：{s}{a}类目{t}调整为{n}{u}",
    "{a}商家注意！{p}{t}有变",
    "{p}{s}{t}新规 {e}生效",
)
_FOLLOW_UPS = (
    "{p}：《{r}》修订推迟至{e}生效",
    "{p}撤回《{r}》修订公告",
    "{p}《{r}》{a}类目优惠政策延长至{e}",
    "{p}关于《{r}》修订内容的更正公告",
)


class Labelled(NamedTuple):
    """A change, and the number of the event that it reports."""

    change: PolicyChange
    event: int


class _Rule(NamedTuple):
    title: str
    platform: str
    area: str
    scope: str
    category: Category
    thing: str
    unit: str
    amounts: tuple[float, ...]


class _Fact(NamedTuple):
    """An event: a revision of a rule, or what `headline` says of one."""

    number: int
    rule: _Rule
    old: float
    new: float
    announced: date
    effective: date
    headline: str | None = None

    def words(self) -> dict[str, str]:
        """What the sentences are filled with."""
        rule, day = self.rule, self.effective
        names = {"p": rule.platform, "r": rule.title, "s": rule.scope, "a": rule.area, "t": rule.thing}
        amounts = {"o": f"{self.old:g}", "n": f"{self.new:g}", "u": rule.unit}
        return names | amounts | {"e": f"{day.year}年{day.month}月{day.day}日"}


def generate(count: int, seed: int = 0) -> Iterator[Labelled]:
    """At least `count` changes, the reports of an event one after another."""
    rng = random.Random(seed)
    rules = _rules(max(1, round(count / (2.2 * EVENTS_A_RULE))), rng)
    made = number = 0
    while made < count:
        fact = _revision(number, rng.choice(rules), rng)
        facts = [fact]
        if rng.random() < 0.08:
            announced = fact.announced + timedelta(days=rng.randint(1, 20))
            later = fact._replace(number=number + 1, announced=announced, headline=rng.choice(_FOLLOW_UPS))
            facts.append(later._replace(effective=fact.effective + timedelta(days=30)))
        for one in facts:
            for change in _reports(one, rng):
                yield Labelled(change, one.number)
                made += 1
        number += len(facts)


def _rules(count: int, rng: random.Random) -> list[_Rule]:
    """Rules of different titles; some platforms have many, most have few."""
    platforms = sorted(vocabulary.load("platforms")["names"])
    shares = [1 / (rank + 3) for rank in range(len(platforms))]
    combinations = [(a, s, t, k) for a in _AREAS for s in _SCOPES for t in _THINGS for k in _KINDS]
    rng.shuffle(combinations)
    rules = []
    for number, platform in enumerate(rng.choices(platforms, shares, k=count)):
        area, scope, (category, thing, unit, amounts), kind = combinations[number % len(combinations)]
        rules.append(_Rule(f"{scope}{area}{thing}{kind}", platform, area, scope, category, thing, unit, amounts))
    return rules


def _revision(number: int, rule: _Rule, rng: random.Random) -> _Fact:
    old, new = rng.sample(rule.amounts, 2)
    announced = FIRST_DAY + timedelta(days=rng.randrange(DAYS))
    return _Fact(number, rule, old, new, announced, announced + timedelta(days=rng.choice((0, 3, 7, 7, 7, 15, 30))))


def _reports(fact: _Fact, rng: random.Random) -> Iterator[PolicyChange]:
    words = fact.words()
    told: list[tuple[str, str]] = []
    for copy in range(rng.choice(_REPORTS)):
        if told and rng.random() < 0.5:
            title, says = (_edited(text, rng) for text in rng.choice(told))
        else:
            title = (fact.headline or rng.choice(_HEADLINES)).format(**words)
            says = f"{title}。" if fact.headline else rng.choice(_SAYINGS).format(**words)
        told.append((title, says))
        yield _report(fact, f"{fact.number}-{copy}", title, says, rng)


def _report(fact: _Fact, name: str, title: str, says: str, rng: random.Random) -> PolicyChange:
    rule = fact.rule
    published = fact.announced + timedelta(days=rng.choice((0, 0, 1, 2, 4)))
    exact = rng.random() < 0.5
    named = "《" in title + says and rng.random() < 0.9
    announced = fact.announced if exact else published
    effective = fact.effective if rng.random() < 0.8 else None
    if effective and rng.random() < 0.01:
        effective += timedelta(days=rng.randint(1, 9))
    value = Value(what=rule.thing, old=fact.old if rng.random() < 0.6 else None, new=fact.new, unit=rule.unit)
    return PolicyChange(
        change_id=f"ch-{name}",
        item_id=f"it-{name}",
        source="synthetic",
        item_index=0,
        kind="notice" if exact else "report",
        title=title,
        published_at=datetime(published.year, published.month, published.day, rng.randrange(8, 20), tzinfo=CST),
        platform=[rule.platform],
        issuer=rule.platform,
        change_type="revise",
        categories=[rule.category],
        rule_titles=[rule.title] if named else [],
        subject=rule.title if named else f"{rule.area}{rule.thing}",
        announced_on=announced,
        announced_bound="exact" if exact else "on_or_before",
        announced_edtf=announced.isoformat() if exact else f"[..{announced.isoformat()}]",
        effective_from=effective,
        effective_precision="day" if effective else None,
        effective_bound="exact" if effective else None,
        effective_edtf=effective.isoformat() if effective else None,
        values=[value] if not fact.headline and rng.random() < 0.8 else [],
        evidence=[Evidence(field="change", where="text", start=0, end=len(says), text=says)],
        confidence=round(rng.uniform(0.4, 1), 2),
        status="accepted",
        extractor_version="synthetic",
        model_version="synthetic",
    )


def _edited(text: str, rng: random.Random) -> str:
    """The text with a few characters left out, as reposts have it."""
    drop = {rng.randrange(len(text)) for _ in range(rng.randint(0, max(1, len(text) // 40)))}
    return "".join(character for position, character in enumerate(text) if position not in drop)
