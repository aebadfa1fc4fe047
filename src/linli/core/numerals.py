"""Numbers as people write them in Chinese: 十二, 一百零三, 三〇二."""

import re

_DIGIT = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_TIMES = {"十": 10, "百": 100, "千": 1000}
_CHINESE = re.compile(r"[零〇一二两三四五六七八九十百千]+")


def number_in_chinese(text: str) -> int | None:
    """Read a number in Chinese (十二, 一百零三, 三〇二); None where it is none."""
    if not _CHINESE.fullmatch(text):
        return None
    if not any(sign in _TIMES for sign in text):
        return int("".join(str(_DIGIT[sign]) for sign in text))
    whole, digit = 0, 0
    for sign in text:
        if sign in _TIMES:
            whole += (digit or 1) * _TIMES[sign]
            digit = 0
        else:
            digit = _DIGIT[sign]
    return whole + digit


def with_arabic(text: str) -> str:
    """Write the Chinese numerals of a text in figures."""
    return _CHINESE.sub(lambda found: str(number_in_chinese(found[0])), text)
