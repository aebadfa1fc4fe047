"""How a name sounds: most misspelt names were typed by their sound (慧帆 for 蕙帆)."""

from functools import lru_cache


@lru_cache(maxsize=50_000)
def sound_of(name: str) -> str:
    """Write a name as it sounds, without tones."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 heavy

    return " ".join(lazy_pinyin(name))
