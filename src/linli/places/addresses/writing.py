"""Different ways of writing one thing: full and half width, dashes and brackets, Chinese and Arabic numerals."""

import re
from unicodedata import normalize

from linli.core.numerals import with_arabic

_DASHES = "‐‑‒–—―−－﹣~～"
_SAME = str.maketrans({**dict.fromkeys(_DASHES, "-"), "【": "(", "】": ")", "〔": "(", "〕": ")", "［": "(", "］": ")", "＃": "#", "〇": "零", "壹": "一", "贰": "二", "叁": "三", "栋": "幢", "棟": "幢"})  # fmt: skip
_SIGNS = re.compile(r"(?<!\d)[\s\W_]+|[\s\W_]+(?!\d)")
_NUMBER = re.compile(r"[A-Z甲乙丙丁戊]?\d+(?:[-/]\d+)*[A-Z甲乙丙丁]?|[A-Z]+|[甲乙丙丁东西南北]")


def plain(text: str) -> str:
    """Write a text in one way, sign for sign: half width, upper case, one dash, one kind of brackets."""
    return "".join(_plain_sign(sign) for sign in text)


def _plain_sign(sign: str) -> str:
    same = normalize("NFKC", sign.translate(_SAME))
    return same.upper() if len(same) == 1 and len(same.upper()) == 1 else sign


def number_key(text: str) -> str:
    """Reduce a number with its unit to what tells it from others: `03幢` and `三栋` are `3`, `甲10号` stays `甲10`."""
    figures = with_arabic(plain(text)).replace(" ", "")
    found = _NUMBER.search(figures)
    if found is None:
        return ""
    return re.sub(r"\d+", lambda digits: digits[0].lstrip("0") or "0", found[0]).replace("/", "-")


def name_key(text: str) -> str:
    """Reduce a name to its letters and figures, written in one way."""
    return with_arabic(_SIGNS.sub("", plain(text)))
