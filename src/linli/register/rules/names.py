"""How names sort: by pinyin, character by character, as people look them up; kept beside the name, as stores know no pinyin."""

from functools import lru_cache

# Read otherwise as a surname than anywhere else.
_SURNAMES = {
    "曾": "zeng1", "单": "shan4", "仇": "qiu2", "解": "xie4", "区": "ou1", "查": "zha1", "盖": "ge3", "朴": "piao2",
    "任": "ren2", "华": "hua4", "召": "shao4", "乐": "yue4", "覃": "qin2", "翟": "zhai2", "缪": "miao4", "尉迟": "yu4 chi2",
    "万俟": "mo4 qi2", "长孙": "zhang3 sun1", "牟": "mu4", "员": "yun4", "种": "chong2", "逄": "pang2", "繁": "po2",
}  # fmt: skip
_MOST = 160


def name_key(name: str) -> str:
    """Give the key a name sorts by: pinyin with tones, and the name itself to tell homophones apart."""
    for length in (2, 1):
        if (read := _SURNAMES.get(name[:length])) is not None:
            return _key(f"{read} {_readings(name[length:])}", name)
    return _key(_readings(name), name)


def _key(reading: str, name: str) -> str:
    return f"{reading.strip()} {name}"[:_MOST]


def _readings(text: str) -> str:
    return " ".join(_reading(character) for character in text)


@lru_cache(maxsize=30_000)
def _reading(character: str) -> str:
    """Read one character; what is no Chinese stands for itself."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 heavy, and most processes read no name

    return str(pinyin(character, style=Style.TONE3, neutral_tone_with_five=True)[0][0]).lower()
