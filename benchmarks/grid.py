"""A grid of invented people with a worker whose phone holds it: buildings, homes, residents, components, open cases."""

import datetime as dt
import random
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from linli.cases.actions import NewReport, report_case
from linli.cases.models import Attachment, Case, CaseRecord, Reporter, Task, TriageChoice
from linli.core.bulk import insert_models
from linli.core.ids import new_id
from linli.core.secrets import hashing, sealing
from linli.fieldsync.actions.devices import NewDevice, register_device
from linli.places.models import Area, Building, Component, Compound, Dwelling, Entrance
from linli.places.queries import forget
from linli.register.models import Household, Residency, Resident
from linli.register.rules.names import name_key
from linli.staff.models import Account, Post
from linli.staff.queries import actor_of
from linli.staff.rules import RESIDENT, Command, Role

COMMUNITY = "990197001001"
GRID = f"{COMMUNITY}001"
_LON, _LAT = 111.32, 30.72
_SURNAMES, _GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "明华丽强伟芳娜敏静磊洋勇艳杰娟涛超秀霞平"
_TEXTS = (
    "楼道口堆着垃圾，气味很大，已经三四天了",
    "路灯不亮，晚上看不清路",
    "井盖松动，车开过去很响",
    "电动车在楼道里充电",
)
_RELATIONS = ("head", "spouse", "child", "parent")


@dataclass(frozen=True)
class Grid:
    """The grid as it was laid, and the phone of its worker."""

    token: str
    residents: tuple[UUID, ...]


def lay_grid(residents: int, *, cases: int) -> Grid:
    """Store a grid of so many people in homes of two or three, with open cases, and register its worker's phone."""
    clear_grid()
    thrown = random.Random(residents)
    _areas()
    homes = _homes(-(-residents * 2 // 5), thrown)
    people = _people(homes, residents, thrown)
    for number in range(cases):
        _case(number, thrown)
    return Grid(_phone(), people)


def clear_grid() -> None:
    """Take away everything that was laid; the log of what was read stays, as it always does."""
    here = {"area_code__startswith": COMMUNITY}
    old = list(Case.objects.filter(**here).values_list("pk", flat=True))
    for model in (CaseRecord, Reporter, Task, Attachment, TriageChoice):
        model.objects.filter(case__in=old).delete()
    Case.objects.filter(pk__in=old).delete()
    gone = list(Residency.objects.filter(**here).values_list("resident_id", flat=True))
    for kept in (Residency, Household, Component, Dwelling):
        kept.objects.filter(**here).delete()
    for start in range(0, len(gone), 500):
        Resident.objects.filter(pk__in=gone[start : start + 500]).delete()
    Entrance.objects.filter(building__area_code__startswith=COMMUNITY).delete()
    Building.objects.filter(**here).delete()
    Compound.objects.filter(**here).delete()
    Area.objects.filter(code__startswith=COMMUNITY[:6]).delete()
    Account.objects.filter(username="bench-field").delete()
    forget()


def _areas() -> None:
    named = (
        (6, "district", "测速区"),
        (9, "street", "测速街道"),
        (12, "community", "测速社区"),
        (15, "grid", "第1网格"),
    )
    parents = {6: 0, 9: 6, 12: 9, 15: 12}
    insert_models(
        [
            Area(code=GRID[:digits], level=level, name=name, parent_code=GRID[: parents[digits]], valid_from=dt.date(2020, 1, 1))
            for digits, level, name in named
        ]
    )  # fmt: skip
    forget()


def _homes(wanted: int, thrown: random.Random) -> list[Dwelling]:
    Compound.objects.create(code="BENCHGRID", area_code=COMMUNITY, name="测速小区")
    buildings, entrances, homes = list[Building](), list[Entrance](), list[Dwelling]()
    while len(homes) < wanted:
        number = len(buildings) + 1
        building = Building(
            area_code=GRID, code=f"{GRID}{number:04d}", name=f"测速小区{number}幢", compound_id="BENCHGRID",
            street_name="青石路", plate_no=f"{number}号", lon_cgcs2000=_LON + number * 3e-4, lat_cgcs2000=_LAT + thrown.random() / 500,
            floors=6,
        )  # fmt: skip
        doors = [Entrance(building=building, name=f"{door}单元") for door in (1, 2)]
        buildings.append(building)
        entrances += doors
        homes += [
            Dwelling(area_code=GRID, building=building, entrance=door, floor=floor, unit_no=f"{floor}0{side}")
            for door in doors
            for floor in range(1, 7)
            for side in (1, 2)
        ]
    homes = homes[:wanted]
    insert_models(buildings)
    insert_models(entrances)
    insert_models(homes)
    return homes


def _people(homes: list[Dwelling], wanted: int, thrown: random.Random) -> tuple[UUID, ...]:
    seal, key = sealing(), hashing()
    households = [Household(area_code=GRID, dwelling_id=home.pk, since=dt.date(2019, 3, 1)) for home in homes]
    people, stays = list[Resident](), []
    for number in range(wanted):
        household, place = households[number % len(households)], number // len(households)
        name = thrown.choice(_SURNAMES) + "".join(thrown.choices(_GIVEN, k=thrown.choice((1, 2, 2))))
        phone = f"199{number:08d}"
        person = Resident(
            name=name, sex=thrown.choice(("female", "male")), name_key=name_key(name),
            born_on=dt.date(1935 + thrown.randrange(85), thrown.randint(1, 12), thrown.randint(1, 28)),
            phone_sealed=seal(phone) if place < 2 else "", phone_hash=key(phone) if place < 2 else "",
        )  # fmt: skip
        people.append(person)
        if place == 0:
            household.head_id = person.pk
        stays.append(
            Residency(
                area_code=GRID, resident=person, household=household, dwelling_id=household.dwelling_id,
                relation=_RELATIONS[min(place, 3)], since=dt.date(2019, 3, 1), registered=thrown.random() < 0.6,
            )
        )  # fmt: skip
    for rows in (people, households, stays):
        insert_models(rows)
    return tuple(person.pk for person in people)


def _case(number: int, thrown: random.Random) -> None:
    told = NewReport(
        text=f"{thrown.choice(_TEXTS)}（{number}）", channel="portal", area_code=GRID, kind_code="event.exposed-rubbish",
        lon_cgcs2000=_LON + thrown.random() / 200, lat_cgcs2000=_LAT + thrown.random() / 500,
    )  # fmt: skip
    report_case(told, command=Command(new_id(), RESIDENT, timezone.now()))


def _phone() -> str:
    account = Account.objects.create_user("bench-field", name="测速员")
    Post.objects.create(
        account=account, role=Role.GRID_WORKER.value, area_code=GRID, valid_from=dt.date(2020, 1, 1)
    )  # fmt: skip
    actor = actor_of(account)
    return register_device(NewDevice(new_id(), "bench"), by=actor, at=timezone.now()).token
