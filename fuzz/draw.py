"""Choices read from bytes: a fuzzer that mutates the bytes mutates what is built of them, word by word, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

T = TypeVar("T")

WORDS = [
    "京东", "抖音电商", "1688", "TikTok Shop", "国家市场监督管理总局", "商家", "消费者", "发布公告，", "宣布", "消息，", "据报道", "规则", "通知",
    "《商品发布规则》", "《", "》", "“", "”", "（", "）", "【", "】", "，", "。", "、", "；", "：", "——", "\n", "\r\n", " ", "\u3000", "\t", " | ",
    "佣金", "技术服务费", "保证金", "发货时限", "运费险", "由5%", "下调为3%", "调整为", "从", "至", "不超过", "每单", "5%-8%", "0.6%", "百分之五",
    "48小时", "72", "小时内", "3个工作日", "万元", "元/件", "千分之三", "两", "十五", "一百零二", "亿", "半", "⅓", "１２", "Ⅻ", "²", "٣", "5️⃣",
    "2024年", "２０２５ 年", "二〇二四年", "24年", "12月", "1日", "十二月一日", "二月三十日", "13月45日", "2024-11-20", "2025/1/5", "2023.12.31",
    "2024-12-01T08:30:00+08:00", "20241201", "00:00", "24:00", "上午9点", "零时", "15时30分", "今日", "明天", "昨日", "下周一", "本月", "次月",
    "上月底", "月初", "年内", "明年", "第三季度", "上半年", "春节", "双11", "618", "国庆节前", "正月初八", "除夕", "农历", "自", "起", "起生效",
    "起施行", "截至", "前", "后", "之前", "期间", "逐步", "已于", "拟", "原定", "推迟至", "有效期", "公示期", "30日内", "3天后", "每周三", "每月10日",
    "一、", "（二）", "1. ", "2. ", "第一条", "调整前", "调整后", "类目", "下一页", "共12页", "来源：", "作者：", "发布时间：", "特此公告。",
    "<td>", "</td>", "<p>", "<", "&nbsp;", "&#x110000;", '"', "'", ",", ";", "|", "{", "}", "[", "]", "\\", "=1+1", "%", "$", "#",
    "\0", "\ud800", "\udfff", "\u202e", "\u200b", "\ufeff", "\u0301", "😀", "\x85", "\u2028", "\x1b[31m", "9" * 30, "1" * 400, "亿" * 60, "«" * 99,
]  # fmt: skip


class Draw:
    """Reads choices from bytes; after the last byte each choice is the first one.

    Args:
        data: whatever a fuzzer gives.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def number(self, below: int) -> int:
        """A number from 0 on, of as many bytes as it takes."""
        size = ((below - 1).bit_length() + 7) // 8
        self._at += size
        return int.from_bytes(self._data[self._at - size : self._at], "little") % below

    def some(self, most: int) -> range:
        """From none to `most` times."""
        return range(self.number(most + 1))

    def choose(self, options: Sequence[T]) -> T:
        """One of several."""
        return options[self.number(len(options))]

    def text(self, most: int = 30) -> str:
        """Words of notices, and now and then any other character."""
        return "".join(
            WORDS[number] if (number := self.number(256)) < len(WORDS) else chr(self.number(0x110000))
            for _ in self.some(most)
        )

    def value(self) -> Any:
        """What may stand in a cell: mostly text."""
        odd = [None, True, 0, -1, 10**30, 1.5, float("nan"), float("inf"), b"\xff", [], ["a"], {}, {"a": None}]
        number = self.number(256)
        if number < 2 * len(odd):
            return odd[number // 2]
        if number < 64:
            return datetime(1 + self.number(9999), 1 + number % 12, 1 + number % 28, number % 24)
        return self.text(8)

    def damaged(self, content: bytes) -> bytes:
        """The content whole, or with up to three places cut off, cut out, repeated, or overwritten."""
        for _ in range(max(self.number(8) - 4, 0)):
            at, size = self.number(len(content) + 1), 1 + self.number(64)
            match self.number(4):
                case 0:
                    content = content[:at]
                case 1:
                    content = content[:at] + content[at + size :]
                case 2:
                    content = content[: at + size] + content[at:]
                case _:
                    new = bytes(self.number(256) for _ in range(min(size, 4)))
                    content = content[:at] + new + content[at + len(new) :]
        return content

    def rest(self) -> bytes:
        """The bytes that are left."""
        return self._data[self._at :]
