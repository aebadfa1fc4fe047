"""Which files may come with a form, and what the columns of a list of answers may hold: nothing about people."""

import re
import unicodedata
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from types import MappingProxyType

from linli.core.codes import is_id_number
from linli.forms import errors

__all__ = [
    "LISTS", "MOST_ALL_MB", "MOST_FILES", "MOST_FILE_MB", "MOST_LINES", "PICTURES", "SOUNDS", "check_given", "check_once", "ending_of",
    "holds_people", "named_alike", "plain_name",
]  # fmt: skip

MOST_FILES = 60
MOST_FILE_MB = 2
MOST_ALL_MB = 10  # every phone of the area keeps them all
MOST_LINES = 5_000  # of one list: a small phone still opens the form at once
LISTS = MappingProxyType({".csv": "text/csv", ".geojson": "application/geo+json"})
PICTURES = MappingProxyType({".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"})
SOUNDS = MappingProxyType({".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg"})
_MOBILE = re.compile(r"(?:0086|86|0)?1[3-9]\d{9}", re.ASCII)
_BORN = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_DATED = re.compile(rf"\d{{6}}(?:19|20)\d{{2}}{_BORN}\d{{3}}[\dxX]", re.ASCII)
_PROVINCE = "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])"
_OLD_ID_NUMBER = re.compile(rf"{_PROVINCE}\d{{4}}(2[5-9]|[3-9]\d)({_BORN})\d{{3}}", re.ASCII)  # born 1925 to 1999
_STRETCH = re.compile(r"[\d\W_]+[xX]?")
_GROUP = re.compile(r"\d+[xX]?")
_DEGREES = re.compile(r"(?<![\d.])(?:\d{1,2}|1[0-2]\d|13[0-5])\.\d+(?![\d.])")  # of this country: no number of a phone
_FEWEST_DIGITS, _MOST_DIGITS, _MOST_GROUPS = 11, 18, 5


def plain_name(name: str) -> str:
    """Give a file's name without its folder."""
    return PurePosixPath(name.replace("\\", "/")).name


def named_alike(names: Iterable[str], given: Iterable[str]) -> dict[str, str]:
    """Give each file the name by which the form knows it: what a Mac takes apart is one sign all the same."""
    known = {unicodedata.normalize("NFC", name): name for name in names}
    return {name: known.get(unicodedata.normalize("NFC", plain_name(name)), plain_name(name)) for name in given}


def check_once(names: Iterable[str]) -> None:
    """Refuse two files of one name: nobody could tell which of them the form gets."""
    for name, count in Counter(names).items():
        if count > 1:
            raise errors.FormFileTwice(field="beside", name=name)


def ending_of(name: str) -> str:
    """Give the ending of a file's name."""
    return PurePosixPath(name).suffix.lower()


def check_given(named: Iterable[str], given: Iterable[tuple[str, int]]) -> None:
    """Refuse files that the form does not name, files that it names and nobody gave, and more than phones should keep."""
    wanted, sizes = set(named), dict(given)
    if missing := sorted(wanted - set(sizes)):
        raise errors.FormNeedsFiles(field="beside", files="、".join(missing))
    if spare := sorted(set(sizes) - wanted):
        raise errors.FormFilesSpare(field="beside", files="、".join(spare))
    if len(sizes) > MOST_FILES:
        raise errors.FormFilesTooMany(field="beside", count=len(sizes), most=MOST_FILES)
    for name, size in sizes.items():
        if size > MOST_FILE_MB * 1024 * 1024:
            raise errors.FormFileTooLarge(field="beside", name=name, most=MOST_FILE_MB)
    if sum(sizes.values()) > MOST_ALL_MB * 1024 * 1024:
        raise errors.FormFilesTooLarge(field="beside", most=MOST_ALL_MB)


def holds_people(text: str, *, is_area: Callable[[str], bool] | None = None) -> bool:
    """Say whether a citizen's number or a mobile phone stands in a cell, alone or beside other words, in whichever groups.

    The code of a grid has fifteen digits like an ID number of before 1999: `is_area` knows those of this installation.
    """
    if sum(sign.isdigit() for sign in text) < _FEWEST_DIGITS:
        return False
    plain = _DEGREES.sub("g", unicodedata.normalize("NFKC", text))
    found = (one for stretch in _STRETCH.findall(plain) for one in _joined(_GROUP.findall(stretch)))
    return any(_is_number(one) or (_is_old_number(one) and not (is_area and is_area(one))) for one in found)


def _joined(groups: list[str]) -> Iterator[str]:
    """Put together what may be one number: neighbouring groups, or single digits that stand apart."""
    if all(len(group) == 1 for group in groups):
        yield "".join(groups)
    for start, group in enumerate(groups):
        said = group
        yield said
        for other in groups[start + 1 : start + _MOST_GROUPS]:
            said += other
            if len(group) == 1 or len(other) == 1 or len(said) > _MOST_DIGITS:
                break
            yield said


def _is_number(text: str) -> bool:
    is_citizens = _DATED.fullmatch(text) is not None and is_id_number(text)
    return is_citizens or _MOBILE.fullmatch(text) is not None


def _is_old_number(text: str) -> bool:
    """Say whether fifteen digits begin with a province and hold a day of birth, as ID numbers of before 1999 do."""
    said = _OLD_ID_NUMBER.fullmatch(text)
    return said is not None and int(said[2][2:]) <= monthrange(1900 + int(said[1]), int(said[2][:2]))[1]
