"""Synthetic spreadsheets of a street's residents: households in invented compounds, with errors planted and remembered.

Names come from the public frequencies beside the checkout where they are there, else from the invented town's lists.
Codes begin with 99, which no place in China has; every ID number is valid and nobody's.
"""

import csv
import datetime as dt
import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path

from linli.core.codes import id_check_character
from linli.register.rules.arriving import Wrong
from linli.site.sampletown.names import person_name, place_names, surname

HEAD = (
    "姓名", "性别", "身份证号", "出生日期", "联系电话", "小区", "楼栋", "单元", "房号", "家庭编号", "与户主关系", "户籍", "居住状态", "入住日期",
)  # fmt: skip
PLANTED = 0.02
TODAY = dt.date(2026, 11, 1)
OUTSIDE = "远处花园"  # a compound of another district
_FLOORS, _DOORS, _SIDES = 15, 2, 4
FLATS_A_BUILDING = _FLOORS * _DOORS * _SIDES
BUILDINGS_A_COMPOUND = 20
_SIZES = (0.22, 0.30, 0.24, 0.15, 0.09)
_NAMES = Path(__file__).resolve().parents[2] / "shared/data/names-cn"
KINDS = (
    Wrong.ID_NUMBER, Wrong.BIRTH_DIFFERS, Wrong.SEX_DIFFERS, Wrong.DATE_IMPOSSIBLE, Wrong.BEFORE_BIRTH, Wrong.NAME_MISSING,
    Wrong.PHONE, Wrong.DWELLING_UNKNOWN, Wrong.DWELLING_OUTSIDE, Wrong.REPEATED, Wrong.TWO_HEADS, Wrong.UNREADABLE,
)  # fmt: skip


@dataclass(frozen=True)
class Flat:
    """A dwelling by the words people have for it."""

    compound: str
    building: str
    entrance: str
    unit: str


@dataclass(frozen=True)
class Line:
    """A row before it is written."""

    name: str
    sex: str
    number: str
    born_on: str
    phone: str
    flat: Flat
    household: str
    relation: str
    registered: str
    lives: str
    since: str

    def cells(self) -> list[str]:
        """Give the cells in the order of the head."""
        flat = self.flat
        return [
            self.name, self.sex, self.number, self.born_on, self.phone, flat.compound, flat.building, flat.entrance, flat.unit,
            self.household, self.relation, self.registered, self.lives, self.since,
        ]  # fmt: skip


@dataclass
class Written:
    """What a file holds: how many rows, and which row has which error (the head being row 1)."""

    rows: int = 0
    planted: dict[int, Wrong] = field(default_factory=dict)

    @property
    def by_kind(self) -> Counter[Wrong]:
        """How many errors there are of each kind."""
        return Counter(self.planted.values())


def flats(count: int, seed: int = 4) -> Iterator[Flat]:
    """Number the dwellings of as many compounds as are needed."""
    names = place_names(-(-count // (FLATS_A_BUILDING * BUILDINGS_A_COMPOUND)) + 1, random.Random(seed))
    for number in range(count):
        building, place = divmod(number, FLATS_A_BUILDING)
        compound, house = divmod(building, BUILDINGS_A_COMPOUND)
        floor, side = divmod(place, _DOORS * _SIDES)
        door, flat = divmod(side, _SIDES)
        yield Flat(f"{names[compound]}新村", f"{house + 1}号楼", f"{door + 1}单元", f"{floor + 1}{flat + 1:02d}")


def flats_needed(rows: int) -> int:
    """Say how many dwellings so many people need."""
    return int(rows / 2.4) + 50


def write_people(target: Path, rows: int, *, seed: int = 4, planted: float = PLANTED) -> Written:
    """Write a file of so many rows, the errors among them; the same seed gives the same file."""
    thrown, written = random.Random(seed), Written()
    people = _People(thrown)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        for number, flat in enumerate(flats(flats_needed(rows), seed)):
            lines = people.household(flat, f"H{number + 1:07d}")[: rows - written.rows]
            wrong = thrown.choice(KINDS) if thrown.random() < planted * len(lines) else None
            for cells in _planted(lines, wrong, written, thrown):
                _write(file, writer, cells)
            if written.rows >= rows:
                break
    return written


def _write(file: object, writer: object, cells: list[str] | str) -> None:
    if isinstance(cells, str):
        file.write(cells)  # type: ignore[attr-defined]  # an open text file
    else:
        writer.writerow(cells)  # type: ignore[attr-defined]  # a csv writer


def _planted(
    lines: Sequence[Line], wrong: Wrong | None, written: Written, thrown: random.Random
) -> Iterator[list[str] | str]:
    """Give a household's rows, with one error where one is due; its place is remembered."""
    lines = list(lines)
    place = 0
    if wrong in {Wrong.TWO_HEADS, Wrong.REPEATED} and len(lines) > 1:
        place = len(lines) - 1
    elif wrong in {Wrong.TWO_HEADS, Wrong.REPEATED}:
        wrong = Wrong.PHONE
    else:
        place = thrown.randrange(len(lines)) if lines else 0
    for index, line in enumerate(lines):
        written.rows += 1
        if wrong is None or index != place:
            yield line.cells()
            continue
        written.planted[written.rows + 1] = wrong
        yield _spoilt(line, wrong, lines[0])


def _spoilt(line: Line, wrong: Wrong, first: Line) -> list[str] | str:
    """Make the error in a row."""
    if wrong is Wrong.UNREADABLE:
        return '"' + ",".join(line.cells()) + "\r\n"
    if wrong is Wrong.REPEATED:
        return replace(first, relation="其他").cells()
    born = dt.date.fromisoformat(line.born_on)
    number = line.number[:17] + ("1" if line.number[17] != "1" else "2")
    changed: dict[Wrong, dict[str, object]] = {
        Wrong.ID_NUMBER: {"number": number},
        Wrong.BIRTH_DIFFERS: {"born_on": (born - dt.timedelta(days=1)).isoformat()},
        Wrong.SEX_DIFFERS: {"sex": "女" if line.sex == "男" else "男"},
        Wrong.DATE_IMPOSSIBLE: {"born_on": f"{born.year}-02-30"},
        Wrong.BEFORE_BIRTH: {"since": (born - dt.timedelta(days=40)).isoformat()},
        Wrong.NAME_MISSING: {"name": ""},
        Wrong.PHONE: {"phone": "1380000"},
        Wrong.DWELLING_UNKNOWN: {"flat": replace(line.flat, unit="9901")},
        Wrong.DWELLING_OUTSIDE: {"flat": replace(line.flat, compound=OUTSIDE)},
        Wrong.TWO_HEADS: {"relation": "户主"},
    }
    return replace(line, **changed[wrong]).cells()  # type: ignore[arg-type]  # fields of the line


class _People:
    """Draws households of invented people; no ID number twice."""

    def __init__(self, thrown: random.Random) -> None:
        self._thrown, self._orders = thrown, Counter[tuple[dt.date, str]]()
        self._surnames, self._weights = _surnames()

    def household(self, flat: Flat, number: str) -> list[Line]:
        """Draw a head and whoever lives with them."""
        thrown = self._thrown
        size = thrown.choices((1, 2, 3, 4, 5), _SIZES)[0]
        age, sex = thrown.randint(24, 88), thrown.choice(("male", "female"))
        family = self._surname()
        since = TODAY - dt.timedelta(days=thrown.randint(30, 6000))
        told = [("户主", family, sex, age)]
        if size > 1:
            told.append(
                ("配偶", self._surname(), "female" if sex == "male" else "male", max(22, age + thrown.randint(-4, 4)))
            )
        for _child in range(size - 2):
            child = thrown.choice(("male", "female"))
            told.append(("子" if child == "male" else "女", family, child, max(0, age - thrown.randint(22, 36))))
        return [self._line(flat, number, since, *one) for one in told]

    def _line(self, flat: Flat, number: str, since: dt.date, relation: str, family: str, sex: str, age: int) -> Line:  # noqa: PLR0913 what a row says
        thrown = self._thrown
        born = TODAY - dt.timedelta(days=age * 365 + thrown.randint(1, 364))
        phone = f"199{thrown.randrange(10**8):08d}" if age > 12 else ""
        lives = "常住" if thrown.random() < 0.9 else "暂住"
        registered = "是" if thrown.random() < 0.78 else "否"
        return Line(
            person_name(sex=sex, age=age, surname=family, thrown=thrown), "男" if sex == "male" else "女",
            self._number(born, sex), born.isoformat(), phone, flat, number, relation, registered, lives,
            max(since, born).isoformat(),
        )  # fmt: skip

    def _number(self, born: dt.date, sex: str) -> str:
        self._orders[born, sex] += 1
        district, order = divmod(self._orders[born, sex], 450)
        first = f"{990101 + district}{born:%Y%m%d}{order * 2 + (sex == 'male'):03d}"
        return first + id_check_character(first)

    def _surname(self) -> str:
        if not self._surnames:
            return surname(self._thrown)
        return self._thrown.choices(self._surnames, cum_weights=self._weights)[0]


def _surnames() -> tuple[list[str], list[float]]:
    """Read the public frequencies of surnames (GPL-3, read at run time only); none where they are not there."""
    path = Path(os.environ.get("LINLI_NAMES", _NAMES)) / "familyname.csv"
    if not path.is_file():
        return [], []
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = [(row["surname"], float(row["n.1930_2008"])) for row in csv.DictReader(file)]
    return [name for name, _ in found], list(accumulate(count for _, count in found))
