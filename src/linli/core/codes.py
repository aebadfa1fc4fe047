"""Check characters of the codes people type: citizen ID number, social credit code, phone."""

import re
from functools import lru_cache

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_PHONE = re.compile(r"(?:\+?86)?1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|400-?\d{3}-?\d{4}", re.ASCII)


def is_id_number(text: str) -> bool:
    """Check a citizen ID number (GB 11643): 17 digits and a check character.

    Most numbers share their district and their day of birth with many others: the sums of those parts are kept.
    """
    if len(text) != 18 or not (text.isascii() and text[:17].isdigit()):
        return False
    total = _part(text[:6], 0) + _part(text[6:14], 6) + _part(text[14:17], 14)
    return _ID_CHECKS[total % 11] == text[17].upper()


def id_check_character(first_17: str) -> str:
    """Work out the 18th character of a citizen ID number (GB 11643)."""
    return _ID_CHECKS[sum(int(digit) * weight for digit, weight in zip(first_17, _ID_WEIGHTS, strict=True)) % 11]


@lru_cache(maxsize=65_536)
def _part(digits: str, place: int) -> int:
    """Sum a part of an ID number with the weights from its place on."""
    return sum(int(digit) * weight for digit, weight in zip(digits, _ID_WEIGHTS[place:], strict=False))


def is_credit_code(text: str) -> bool:
    """Check a unified social credit code (GB 32100): 17 characters and a check character."""
    if len(text) != 18 or any(character not in _CREDIT_ALPHABET for character in text):
        return False
    total = sum(
        _CREDIT_ALPHABET.index(character) * weight for character, weight in zip(text[:17], _CREDIT_WEIGHTS, strict=True)
    )
    return _CREDIT_ALPHABET[(31 - total % 31) % 31] == text[17]


def is_phone(text: str) -> bool:
    """Check that the text looks like a Chinese mobile, landline or service number."""
    return _PHONE.fullmatch(text.replace(" ", "")) is not None


# Letters and digits that nobody mixes up.
SPOKEN_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
SPOKEN_LENGTH = 6


def spoken_code(digest: str) -> str:
    """Write six characters that are easily said and read, out of a keyed hash."""
    number = int(digest, 16)
    return "".join(SPOKEN_ALPHABET[number >> 5 * place & 31] for place in range(SPOKEN_LENGTH))


def tidied_code(code: str) -> str:
    """Read a code as people write it: small letters, spaces, hyphens."""
    return code.replace(" ", "").replace("-", "").upper()
