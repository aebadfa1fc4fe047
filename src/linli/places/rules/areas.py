"""Levels, codes and validity of areas: pure functions on plain values.

Codes follow the 12-digit statistical division code (2 province, 2 city, 2 district, 3 street, 3 community);
a grid adds three digits. A code is given once: after its area is closed nobody gets it again.
"""

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from linli.places import errors

UNNAMED = "未命名"
LONGEST_NAME = 80
BARE_MOST = 0.01  # of a community's ground: more than mending slivers moves
BROKEN_CHARACTER = "\ufffd"
PROVISIONAL_ROOT = "9800"  # no province has the code 98: what begins with it waits for an official code
_SWITCH = re.compile(r"[a-z][a-z0-9-]{0,39}")
_SUFFIXES = re.compile(r"(社区居民委员会|社区居委会|村民委员会|居民委员会|居委会|村委会|社区|街道办事处|街道|办事处)$")


class Level(StrEnum):
    """The levels of the tree, from the top."""

    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"


class Kind(StrEnum):
    """A basic grid, or one for a market, school, hospital, park or office building (专属网格)."""

    BASIC = "basic"
    DEDICATED = "dedicated"


class Grade(StrEnum):
    """The management grade of a grid; limits may differ by it."""

    A = "A"
    B = "B"
    C = "C"


class EstateType(StrEnum):
    """Who looks after a compound or a grid."""

    UNKNOWN = ""
    SELF_MANAGED = "self_managed"
    PROPERTY_MANAGED = "property_managed"
    UNIT = "unit"


class BuildingUse(StrEnum):
    """What a building is for, as far as a map tells: homes or something else."""

    UNKNOWN = ""
    HOME = "home"
    OTHER = "other"


class DwellingUse(StrEnum):
    """What a dwelling is used for."""

    HOME = "home"
    RENTED = "rented"
    BUSINESS = "business"
    OTHER = "other"


class DwellingState(StrEnum):
    """Whether a dwelling stands and is lived in."""

    LIVED_IN = "lived_in"
    VACANT = "vacant"
    GONE = "gone"


class Needed(StrEnum):
    """What this room's doors ask of an actor; the staff room gives it."""

    AREAS_VIEW = "areas.view"
    AREAS_IMPORT = "areas.import"
    REFERENCE_EDIT = "reference.edit"


class Viewer(Protocol):
    """The part of an actor this room needs: places and staff know nothing of each other."""

    @property
    def account_id(self) -> UUID | None:
        """Who signed in, if anybody."""

    @property
    def name(self) -> str:
        """What the person is called."""

    def prefixes(self, permission: Needed, /) -> tuple[str, ...]:
        """The area codes under which something is allowed."""


DIGITS = {
    Level.PROVINCE: 2,
    Level.CITY: 4,
    Level.DISTRICT: 6,
    Level.STREET: 9,
    Level.COMMUNITY: 12,
    Level.GRID: 15,
}
_LEVEL_OF_DIGITS = {digits: level for level, digits in DIGITS.items()}
LEVELS = tuple(Level)


@dataclass(frozen=True)
class AreaDraft:
    """An area as a file or a person gives it; what is None is left as it is stored. `boundary` is WKB in CGCS2000."""

    code: str
    name: str
    level: Level
    boundary: bytes | None = None
    grade: Grade | None = None
    kind: Kind | None = None
    estate_type: EstateType | None = None


@dataclass(frozen=True)
class CompoundDraft:
    """A residential compound as a file or a person gives it; without a boundary the stored one stays."""

    code: str
    name: str
    area_code: str
    estate_type: EstateType = EstateType.UNKNOWN
    lon_cgcs2000: float | None = None
    lat_cgcs2000: float | None = None
    boundary: bytes | None = None


@dataclass(frozen=True)
class BuildingDraft:
    """A building as a file or a person gives it; without an area code it is located by its point."""

    code: str
    name: str
    lon_cgcs2000: float
    lat_cgcs2000: float
    area_code: str = ""
    compound_code: str = ""
    street_name: str = ""
    plate_no: str = ""
    footprint: bytes | None = None
    floors: int = 1
    entrances: tuple[str, ...] = ()
    use: BuildingUse = BuildingUse.UNKNOWN


@dataclass(frozen=True)
class DwellingDraft:
    """A dwelling of a stored building."""

    building_id: UUID
    area_code: str
    unit_no: str
    floor: int = 1
    entrance_id: UUID | None = None
    use: DwellingUse = DwellingUse.HOME
    state: DwellingState = DwellingState.LIVED_IN
    id: UUID | None = field(default=None)


def level_of(code: str) -> Level:
    """Read the level from the length of a code."""
    if not code.isascii() or not code.isdigit() or len(code) not in _LEVEL_OF_DIGITS:
        raise errors.AreaCodeInvalid(field="code", area_code=code)
    return _LEVEL_OF_DIGITS[len(code)]


def parent_code_of(code: str) -> str:
    """Give the code one level up; empty at the top."""
    place = LEVELS.index(level_of(code))
    return code[: DIGITS[LEVELS[place - 1]]] if place else ""


def codes_above(code: str) -> tuple[str, ...]:
    """Give the codes of all levels above, from the top."""
    return tuple(code[:digits] for digits in DIGITS.values() if digits < len(code))


def plain_code(text: str) -> str:
    """Read a code as tables write it: spaces off, and 330203000000 becomes the district 330203."""
    code = text.strip().removesuffix(".0")
    if len(code) == DIGITS[Level.COMMUNITY] and code.isdigit():
        for digits in (DIGITS[level] for level in (Level.PROVINCE, Level.CITY, Level.DISTRICT, Level.STREET)):
            if not code[digits:].strip("0"):
                return code[:digits]
    return code


def check_draft(draft: AreaDraft) -> None:
    """Check that an area's code fits its level and that it has a name."""
    if level_of(draft.code) is not draft.level:
        raise errors.LevelMismatch(field="code", area_code=draft.code, level=draft.level.value)
    if not draft.name.strip():
        raise errors.NameMissing(field="name", area_code=draft.code)
    if len(draft.name) > LONGEST_NAME:
        raise errors.NameTooLong(field="name", area_code=draft.code, most=LONGEST_NAME)


def check_code_open(code: str, *, valid_to: dt.date | None) -> None:
    """Refuse a code whose area was closed: codes are never used again (design §4)."""
    if valid_to is not None:
        raise errors.CodeClosed(area_code=code)


def check_parent(draft: AreaDraft, *, open_codes: Collection[str]) -> None:
    """Refuse a grid without its community: a grid never belongs to a street directly."""
    parent_code = parent_code_of(draft.code)
    if draft.level is Level.GRID and parent_code not in open_codes:
        raise errors.ParentMissing(area_code=draft.code, parent_code=parent_code)


def check_closing(name: str, *, valid_from: dt.date, valid_to: dt.date, open_parts: int) -> None:
    """Refuse to close an area that still has parts, or before it began."""
    if open_parts:
        raise errors.AreaHasParts(name=name, count=open_parts)
    if valid_to < valid_from:
        raise errors.ValidityBackwards(field="valid_to", valid_from=valid_from, valid_to=valid_to)


def check_day(day: dt.date, *, today: dt.date) -> None:
    """Refuse a change that would take effect in the future: what is stored is what holds."""
    if day > today:
        raise errors.DateAhead(field="on", day=day)


def check_grids_only(codes: Collection[str]) -> None:
    """Refuse to adopt anything but grids."""
    for code in sorted(codes):
        if level_of(code) is not Level.GRID:
            raise errors.NotAGrid(field="code", area_code=code)


def check_kept_or_closed(kept: Collection[str], closed: Collection[str]) -> None:
    """Refuse to keep and close one grid in the same adoption."""
    if both := sorted(set(kept) & set(closed)):
        raise errors.GridKeptAndClosed(field="code", area_code=both[0])


def check_cover(name: str, *, lost: float, doubled: float) -> None:
    """Refuse grids that leave ground of a community bare or lie upon one another; both are shares of its ground."""
    if lost > BARE_MOST:
        raise errors.GroundUncovered(name=name, percent=f"{100 * lost:.1f}")
    if doubled > BARE_MOST:
        raise errors.GridsOverlap(name=name, percent=f"{100 * doubled:.1f}")


def check_switches(names: Collection[str]) -> tuple[str, ...]:
    """Check the names of a community's feature switches and put them in order."""
    for name in names:
        if not _SWITCH.fullmatch(name):
            raise errors.FeatureSwitchUnknown(field="features", name=name)
    return tuple(sorted(set(names)))


def is_valid_on(day: dt.date, *, valid_from: dt.date, valid_to: dt.date | None) -> bool:
    """Say whether an area exists on a day; on the day of closing it is gone."""
    return valid_from <= day and (valid_to is None or day < valid_to)


def is_provisional(code: str) -> bool:
    """Say whether any part of a code comes from a block that is only lent until the official code is known."""
    if code.startswith(PROVISIONAL_ROOT[:2]):
        return True
    return code[6:7] == "9" or code[9:10] == "9" or (code[4:5] == "9" and code[2:4] != "90")


def provisional_code(parent_code: str, *, level: Level, parent_name: str, taken: Collection[str]) -> str:
    """Lend the next free code below a parent, from numbers no official code uses.

    Streets and communities get 900…999, districts 90…99 (01… below the provisional city), grids 001… .
    """
    width = DIGITS[level] - len(parent_code)
    last = 10**width - 1
    is_free = level is Level.GRID or (
        parent_code.startswith(PROVISIONAL_ROOT[:2]) and level in (Level.CITY, Level.DISTRICT)
    )
    for number in range(1 if is_free else 9 * 10 ** (width - 1), last + 1):
        if (code := f"{parent_code}{number:0{width}d}") not in taken:
            return code
    raise errors.NoCodeLeft(name=parent_name)


def plain_name(name: str) -> str:
    """Strip what tables add or leave out at the end of a name, to compare 澄浪社区 with 澄浪社区居委会."""
    bare = re.sub(r"\s", "", name)
    return _SUFFIXES.sub("", bare) or bare


def is_same_name(name: str, other: str) -> bool:
    """Compare two names; a character lost in a wrong encoding stands for any one or two."""
    if BROKEN_CHARACTER not in name:
        return plain_name(name) == plain_name(other)
    pieces = re.split(f"{BROKEN_CHARACTER}+", re.sub(r"\s", "", name))
    return re.fullmatch(".{1,2}".join(map(re.escape, pieces)), re.sub(r"\s", "", other)) is not None
