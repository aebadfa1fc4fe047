"""One spelling for what lists spell in many ways: names, ID numbers, dates, phones, sexes, addresses. Pure functions."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from linli.core.codes import id_check_character, is_id_number
from linli.register.rules import name_key

_BRACKETS = re.compile(r"[（(【\[].*?[）)】\]]")
_NOT_NAME = re.compile(r"[\s·•・.*,，。、'’-]+")
_DATE = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})\D?(?:\s.*)?$")
_FIRST_SERIAL, _LAST_SERIAL = 1_000, 60_000  # days as a spreadsheet counts them: 1902 to 2064
_SERIAL_ZERO = dt.date(1899, 12, 30)
_TONES = str.maketrans("", "", "0123456789")
_SEXES = {
    "女": "female", "女性": "female", "f": "female", "female": "female", "2": "female",
    "男": "male", "男性": "male", "m": "male", "male": "male", "1": "male",
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What one row of a list says of a person, in the one spelling; what it does not say is ''."""

    name: str = ""
    id_number: str = ""
    sex: str = ""
    born_on: str = ""  # YYYYMMDD
    phone: str = ""
    address: str = ""


def said_by(cells: dict[str, object]) -> Said:
    """Read a row by field; birth date and sex come from a right ID number where the row does not say them."""
    number = plain_id_number(cells.get("id_number", ""))
    born_on, sex = plain_date(cells.get("born_on", "")), plain_sex(cells.get("sex", ""))
    if is_id_number(number):
        born_on, sex = born_on or number[6:14], sex or ("male" if int(number[16]) % 2 else "female")
    return Said(
        plain_name(cells.get("name", "")), number, sex, born_on, plain_phone(cells.get("phone", "")),
        plain_address(cells.get("address", "")),
    )  # fmt: skip


def plain_name(text: object) -> str:
    """Write a name without blanks, dots and what stands in brackets."""
    return _NOT_NAME.sub("", _BRACKETS.sub("", unicodedata.normalize("NFKC", str(text)))).upper()[:40]


@lru_cache(maxsize=100_000)
def sound_of(name: str) -> str:
    """Give a name's pinyin without tones: names that sound alike are written alike."""
    return sound_of_key(name_key(name), name)


def sound_of_key(key: str, name: str) -> str:
    """Give the pinyin without tones from the key a name sorts by."""
    return key[: max(0, len(key) - len(name) - 1)].translate(_TONES)


def plain_id_number(text: object) -> str:
    """Write an ID number with 18 characters; one of 15 digits gets its century and check character (GB 11643)."""
    if isinstance(text, float):
        return ""  # a spreadsheet that made a number of it has lost its last digits
    number = re.sub(r"[\s-]+", "", unicodedata.normalize("NFKC", str(text))).upper().strip("'")
    if len(number) == 15 and number.isascii() and number.isdigit():
        longer = f"{number[:6]}19{number[6:]}"
        return longer + id_check_character(longer)
    return number if len(number) in {17, 18, 19} and number[:15].isalnum() and number.isascii() else ""


def short_id_number(number: str) -> str:
    """Give the 15 digits an ID number had before 1999: without century and check character."""
    return f"{number[:6]}{number[8:17]}" if len(number) == 18 else ""


def plain_date(value: object) -> str:
    """Write a date as YYYYMMDD; '' for what is none."""
    if isinstance(value, dt.date):
        return f"{value:%Y%m%d}"
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if found := _DATE.match(text):
        return _real_date(*map(int, found.groups()))
    if text.isdigit() and len(text) == 8:
        return _real_date(int(text[:4]), int(text[4:6]), int(text[6:]))
    if text.isdigit() and _FIRST_SERIAL < int(text) < _LAST_SERIAL:
        return f"{_SERIAL_ZERO + dt.timedelta(days=int(text)):%Y%m%d}"
    return ""


def _real_date(year: int, month: int, day: int) -> str:
    try:
        return f"{dt.date(year, month, day):%Y%m%d}"
    except ValueError:
        return ""


def plain_phone(text: object) -> str:
    """Write a phone number with digits only, without the country's."""
    if isinstance(text, float):
        text = int(text)
    digits = re.sub(r"\D+", "", unicodedata.normalize("NFKC", str(text)))
    for code in ("0086", "86"):
        if digits.startswith(code) and len(digits) == len(code) + 11:
            digits = digits[len(code) :]
    return digits if 7 <= len(digits) <= 12 else ""


def plain_sex(text: object) -> str:
    """Write a sex as the register does; '' for what is none."""
    return _SEXES.get(str(text).strip().lower(), "")


_ABOVE = re.compile(r"^[一-龥]{2,9}?(?:自治区|街道|社区|居委会|居委|省|市|(?<!小)区|县|镇|乡)")
_COUNTED = re.compile(r"[零〇一二两三四五六七八九十百]+(?=号|幢|栋|座|单元|楼|层|室|弄|门|户)")
_PART = re.compile(r"(?<=[0-9a-z])(?:号楼|号院|单元|幢|栋|座|号|弄|梯|门|室|户|房|层|楼|#)+")
_DIGITS = {word: place for place, word in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def plain_address(text: object) -> str:
    """Write an address without its district, street and community, and with its numbers alone: 竹桥路12-3-2-501."""
    plain = unicodedata.normalize("NFKC", str(text)).lower()
    plain = re.sub(r"[\s,，。;；()（）]+", "", _COUNTED.sub(_counted, plain))
    for _step in range(6):
        shorter = _ABOVE.sub("", plain, count=1)
        if shorter == plain or not shorter:
            break
        plain = shorter
    return re.sub(r"[-—_/]+", "-", _PART.sub("-", plain)).strip("-")[:120]


def numbers_of(address: str) -> str:
    """Give the last numbers of a plain address, building, entrance and room: what two ways of writing it share; at least two."""
    found = re.findall(r"[0-9]+[a-z]?", address)[-3:]
    return "-".join(found) if len(found) > 1 else ""


def street_of(address: str) -> str:
    """Give the words a plain address begins with: the road, or the compound."""
    found = re.match(r"[^0-9]{2,}", address)
    return found[0] if found else ""


def _counted(found: re.Match[str]) -> str:
    """Write a Chinese number below a thousand in digits: 十二 → 12, 五〇一 → 501."""
    words = found[0]
    if not set(words) & {"十", "百"}:
        return "".join(str(_DIGITS[word]) for word in words)
    total, last = 0, 0
    for word in words:
        if word in _DIGITS:
            last = _DIGITS[word]
        else:
            total, last = total + (last or 1) * (100 if word == "百" else 10), 0
    return str(total + last)
