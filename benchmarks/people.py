"""A million invented residents straight into the tables, made once and kept: what questions over people are measured on.

Numbers and phones are not sealed (their columns hold a mark): sealing is what `linli bench residents` measures.
The codes begin with 99, which no place has: 10 streets, 110 communities, 1,100 grids.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.db import connection, transaction

from linli.core.bulk import insert_models, insert_rows
from linli.places.models import Building, Dwelling
from linli.register.models import Enrolment, Household, Membership, Organisation, Residency, Resident
from linli.register.rules import name_key

TODAY = dt.date(2026, 11, 16)
AT = dt.datetime(2026, 11, 16, 1, 0, tzinfo=dt.UTC)
PROGRAMMES = ("care-visits", "elder-allowance", "volunteers", "minimum-living")
GRIDS = tuple(
    f"990101{street:03d}{community:03d}{grid:03d}"
    for street in range(1, 11)
    for community in range(1, 12)
    for grid in range(1, 11)
)
_PEOPLE, _HOME, _DWELLING, _STAY, _ENROLLED, _MEMBER = range(1, 7)
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰春梅建国文辉力志海燕波宁贵福生龙元全"
_AGES = ((0, 18, 0.18), (18, 35, 0.24), (35, 60, 0.38), (60, 80, 0.165), (80, 98, 0.035))
_DWELLING_COLUMNS = ("id", "area_code", "building_id", "entrance_id", "floor", "unit_no", "use", "state")
_HOUSEHOLD = ("id", "area_code", "dwelling_id", "head_id", "since", "until", "version")
_RESIDENT = (
    "id", "name", "sex", "born_on", "id_number_sealed", "id_number_hash", "phone_sealed", "phone_hash", "account_id",
    "name_key", "died_on", "merged_into", "source", "batch_id", "entered_at", "version",
)  # fmt: skip
_RESIDENCY = (
    "id", "area_code", "resident_id", "household_id", "dwelling_id", "lives", "registered", "relation", "since", "until",
)  # fmt: skip
_ENROLMENT = (
    "id", "area_code", "resident_id", "programme_code", "consent_id", "basis", "since", "review_by", "until", "ended_because",
)  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """What chance gave each person: which home, how old, and the rest."""

    home: "np.ndarray[tuple[int], np.dtype[np.int64]]"
    born: "np.ndarray[tuple[int], np.dtype[np.int64]]"
    throws: "np.ndarray[tuple[int, int], np.dtype[np.float64]]"


def make_people(count: int) -> bool:
    """Store so many residents with their homes, programmes and one organisation's members, unless some are there."""
    if Resident.objects.exists():
        return False
    drawn = _draw(count)
    homes = int(drawn.home[-1]) + 1
    with transaction.atomic():
        _store_homes(homes)
        insert_rows(Resident, _RESIDENT, _residents(drawn))
        insert_rows(Residency, _RESIDENCY, _residencies(drawn, homes))
        insert_rows(Enrolment, _ENROLMENT, _enrolments(drawn, homes))
        _store_members(count)
    look_again()
    return True


def look_again() -> None:
    """Give freed places back and let the planner count anew."""
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze" if connection.vendor == "postgresql" else "analyze")


def key(kind: int, number: int) -> UUID:
    """Give the id of one row, the same in every run: a moment in front and what looks like chance behind, as a UUIDv7 has."""
    chance = number * 0x9E37_79B9_7F4A_7C15 + kind
    moment = 0x0192_0000_0000 + (kind << 28) + number
    return UUID(int=(moment << 80) | (7 << 76) | ((chance >> 64 & 0xFFF) << 64) | (2 << 62) | (chance & (1 << 62) - 1))


def grid_of(home: int, homes: int) -> str:
    """Give the grid of a household: they stand one after the other, as many in each."""
    return GRIDS[home * len(GRIDS) // homes]


def _draw(count: int) -> Drawn:
    chance = np.random.default_rng(1)
    members = chance.choice([1, 2, 3, 4, 5], size=count, p=[0.17, 0.32, 0.27, 0.16, 0.08])
    home = np.repeat(np.arange(count), members)[:count]
    bands = chance.choice(len(_AGES), size=count, p=[share for _, _, share in _AGES])
    low, high = (np.array([band[side] for band in _AGES])[bands] for side in (0, 1))
    days = ((low + chance.random(count) * (high - low)) * 365.25).astype(np.int64)
    return Drawn(home, TODAY.toordinal() - days, chance.random((count, 8)))


def _store_homes(homes: int) -> None:
    building = Building.objects.create(
        code="990101001001001-1", area_code=GRIDS[0], name="测速楼", lon_cgcs2000=111.3, lat_cgcs2000=30.7
    )
    since = TODAY - dt.timedelta(days=3_000)
    insert_rows(
        Dwelling,
        _DWELLING_COLUMNS,
        (
            (
                key(_DWELLING, one), grid_of(one, homes), building.pk, None, 1, str(one),
                "rented" if one % 6 == 0 else "home", "vacant" if one % 53 == 0 else "lived_in",
            )
            for one in range(homes)
        ),
    )  # fmt: skip
    insert_rows(
        Household,
        _HOUSEHOLD,
        ((key(_HOME, one), grid_of(one, homes), key(_DWELLING, one), None, since, None, 1) for one in range(homes)),
    )


def _residents(drawn: Drawn) -> Iterator[tuple[object, ...]]:
    born, throws = drawn.born.tolist(), drawn.throws.tolist()
    for one, (day, chance) in enumerate(zip(born, throws, strict=True)):
        name = (
            _SURNAMES[int(chance[0] * len(_SURNAMES))]
            + _GIVEN[int(chance[1] * len(_GIVEN))]
            + _GIVEN[int(chance[2] * len(_GIVEN))]
        )
        number, phone = ("x" * 32 if chance[3] < 0.96 else ""), ("y" * 32 if chance[4] < 0.8 else "")
        yield (
            key(_PEOPLE, one), name, "female" if chance[5] < 0.5 else "male", dt.date.fromordinal(day), "", number, "",
            phone, None, name_key(name), None, None, "import", None, AT, 1,
        )  # fmt: skip


def _residencies(drawn: Drawn, homes: int) -> Iterator[tuple[object, ...]]:
    since, last = TODAY - dt.timedelta(days=3_000), -1
    for one, (home, chance) in enumerate(zip(drawn.home.tolist(), drawn.throws.tolist(), strict=True)):
        relation = "head" if home != last else "spouse" if chance[6] < 0.4 else "child"
        lives, registered = chance[6] < 0.93, chance[7] < 0.78
        last = home
        yield (
            key(_STAY, one), grid_of(home, homes), key(_PEOPLE, one), key(_HOME, home), key(_DWELLING, home), lives,
            registered or not lives, relation, since + dt.timedelta(days=int(chance[5] * 2_900)), None,
        )  # fmt: skip


def _enrolments(drawn: Drawn, homes: int) -> Iterator[tuple[object, ...]]:
    since, review, number = TODAY - dt.timedelta(days=90), TODAY + dt.timedelta(days=275), 0
    for one, (home, chance) in enumerate(zip(drawn.home.tolist(), drawn.throws.tolist(), strict=True)):
        for place, programme in enumerate(PROGRAMMES):
            if chance[place] < 0.3:
                number += 1
                yield (
                    key(_ENROLLED, number), grid_of(home, homes), key(_PEOPLE, one), programme, None, "", since, review,
                    None, "",
                )  # fmt: skip


def _store_members(count: int) -> None:
    team = Organisation.objects.create(
        name="测速志愿队", kind="volunteer-team", area_code="990101", has_members=True, since=TODAY
    )
    insert_models(
        [
            Membership(id=key(_MEMBER, one), organisation=team, resident_id=key(_PEOPLE, one), since=TODAY)
            for one in range(0, count, 14)
        ]
    )
