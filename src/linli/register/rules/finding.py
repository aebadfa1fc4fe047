"""What somebody types to find a resident: an ID number, a phone, a name, or the pinyin of one."""

import re
from dataclasses import dataclass
from enum import StrEnum

from linli.core.codes import is_id_number, is_phone
from linli.register.rules.life import plain_number, plain_phone
from linli.register.rules.names import name_key

_LETTERS = re.compile(r"[a-z]{2,40}")


class Way(StrEnum):
    """How to look for somebody."""

    NUMBER = "number"
    PHONE = "phone"
    PINYIN = "pinyin"
    NAME = "name"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Wanted:
    """What to look for, and how."""

    way: Way
    text: str = ""


def wanted(text: str) -> Wanted:
    """Read what somebody typed: only a whole ID number or phone is one, so that nobody is found by guessing at digits."""
    typed = text.strip()
    if is_id_number(plain_number(typed)):
        return Wanted(Way.NUMBER, plain_number(typed))
    if is_phone(typed):
        return Wanted(Way.PHONE, plain_phone(typed))
    letters = re.sub(r"[\s'’]+", "", typed).lower()
    if _LETTERS.fullmatch(letters):
        return Wanted(Way.PINYIN, letters)
    if not typed or re.search(r"[\d%_]", typed):
        return Wanted(Way.NOTHING)
    return Wanted(Way.NAME, typed)


MOST_INITIALS = 4


def pinyin_pattern(letters: str) -> str:
    """Write the pattern of the keys that begin with this pinyin, tones and spaces left out."""
    return "^" + "[1-5 ]*".join(letters)


def pinyin_beginning(letters: str) -> str:
    """Give what every key of that pattern begins with: two letters, as no syllable but a vowel's has only one."""
    return letters[:1] if letters[0] in "aeo" else letters[:2]


def initials_pattern(letters: str) -> str:
    """Write the pattern of the keys whose characters begin with these letters; longer than a name, it is none."""
    return "^" + "[a-z]*[1-5] ".join(letters) if len(letters) <= MOST_INITIALS else ""


def name_beginning(name: str) -> str:
    """Give what the key of every name begins with that begins so; '' where a first character may yet become a longer surname."""
    return name_key(name).removesuffix(f" {name}") if len(name) > 1 else ""
