"""What the plots of the notebooks share: a font that has Chinese characters, and a colour for each category."""

from matplotlib import font_manager, rcParams
from pylopdf_fonts_zh_cn import sans_path

COLORS = {
    "fees": "#b25e09",
    "shipping": "#1767a8",
    "refunds": "#a3297a",
    "content": "#6b3fc0",
    "other": "#5b6472",
}


def use_chinese() -> None:
    """Set Noto Sans SC as the font of all plots."""
    font_manager.fontManager.addfont(sans_path())
    rcParams["font.family"] = font_manager.FontProperties(fname=sans_path()).get_name()
    rcParams["axes.unicode_minus"] = False
