"""Tokens: the two engines agree, and a Doc gives back the text it was made of."""

import sys

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from guize.tokens.segment import default_segment, jieba_segment, rjieba_segment
from guize.tokens.tokenizer import Tokenizer

TEXTS = [
    "1688.com升级安心购服务，技术服务费由0.7%降到0.6%，2024年5月1日起生效。",
    "抖店商家须在48小时内发货；退货包运费、七天无理由退货照旧。",
    "Shopee Malaysia站点 commission 由 8% 调整为 9%\n（含税）",
    "平台将于12月1日24:00下线“划线价”功能 —— 请尽快处理！",
    "𠮷野家入驻，拼多多：￥19.90／件",
]


def test_engines_agree(train_texts):
    compiled, reference = rjieba_segment(), jieba_segment()
    for text in [*TEXTS, *train_texts]:
        assert compiled(text) == reference(text)


def test_jieba_takes_over_where_rjieba_is_not_installed(monkeypatch):
    for engine in (default_segment, rjieba_segment):
        engine.cache_clear()
    monkeypatch.setitem(sys.modules, "rjieba", None)
    assert default_segment()(TEXTS[0]) == jieba_segment()(TEXTS[0])
    default_segment.cache_clear()


def test_domain_words_are_one_token():
    tokens = rjieba_segment()("抖店商家的软件服务费和退货包运费调整")
    assert {"抖店", "软件服务费", "退货包运费"} <= set(tokens)


@pytest.mark.parametrize("text", ["", " ", "  两 个  空格 ", *TEXTS])
def test_doc_gives_back_the_text(text):
    assert Tokenizer(spacy.blank("zh").vocab)(text).text == text


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_doc_gives_back_any_text(text):
    assert Tokenizer(VOCAB)(text).text == text


VOCAB = spacy.blank("zh").vocab
