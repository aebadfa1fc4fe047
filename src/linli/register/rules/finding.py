"""What somebody types to find a resident: an ID number, a phone, a name, or the pinyin of one."""

import re
from dataclasses import dataclass
from enum import StrEnum

from linli.core.codes import is_id_number, is_phone
from linli.register.rules.life import plain_number, plain_phone

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


def pinyin_pattern(letters: str) -> str:
    """Write the pattern that a name's key begins with: all its pinyin without tones, or the first letter of each character."""
    whole = "[1-5 ]*".join(letters)
    initials = "[a-z]*[1-5] ".join(letters)
    return f"^({whole}|{initials})"


def key_beginning(letters: str) -> str:
    """Give what every key that the pattern fits begins with."""
    return letters[0]
