"""The town's organisation: two centres, street offices, communities, departments; who works where, and the demo accounts."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from linli.site.sampletown.blocks import DISTRICT_CODE, Division
from linli.site.sampletown.names import person_name, surname
from linli.staff.actions import NewUnit
from linli.staff.importing import NewDuty, NewPerson, Organisation
from linli.staff.rules import PostFacts, Role

SUPERVISION = f"{DISTRICT_CODE}-supervision"
COMMAND = f"{DISTRICT_CODE}-command"
CITY_CARE = f"{DISTRICT_CODE}-city-care"
UTILITIES = f"{DISTRICT_CODE}-utilities"
WELFARE = f"{DISTRICT_CODE}-welfare"
MEDIATION = f"{DISTRICT_CODE}-mediation"
REGISTRY = f"{DISTRICT_CODE}-registry"

# Every duty that a kind of the catalogue may name has a unit here; a test holds this against the catalogue.
DEPARTMENTS = {
    CITY_CARE: (
        "城市管理和建设局",
        "sanitation drainage lighting roads greening urban-management construction planning environment water-bodies "
        "transport traffic-police market-regulation commerce agriculture",
    ),
    UTILITIES: ("公用事业服务公司", "water power gas heating telecom postal housing property"),
    WELFARE: (
        "民生和安全保障局",
        "culture-sport education health medical-insurance human-resources civil-affairs disabled-federation police fire "
        "emergency civil-defence",
    ),
    MEDIATION: ("人民调解中心", "mediation legal-services"),
    REGISTRY: ("居民登记中心", "personal-information digital-affairs"),
}
# Duties whose unit is the street office or the community of the place.
LOCAL = {"street-office": 9, "community": 12}


@dataclass(frozen=True)
class Place:
    """Where somebody works: area and unit."""

    area_code: str
    unit_code: str = ""


_GRIDS_WITH_A_GAP = 12


def organise(division: Division, *, thrown: random.Random) -> Organisation:
    """Put the town's organisation together; everybody has an invented name, the demo accounts a known password."""
    return Organisation(tuple(_units(division)), tuple(_duties(division)), tuple(_people(division, thrown)))


def office_of(area_code: str) -> str:
    """Give the code of the unit of a street or community."""
    return f"{area_code}-office"


def _units(division: Division) -> Iterator[NewUnit]:
    yield NewUnit(SUPERVISION, "监督中心", "supervision", DISTRICT_CODE, phone="19900009001")
    yield NewUnit(COMMAND, "指挥中心", "command", DISTRICT_CODE, phone="19900009002")
    for number, (code, (name, _duties_held)) in enumerate(DEPARTMENTS.items()):
        kind = "company" if code == UTILITIES else "department"
        yield NewUnit(code, name, kind, DISTRICT_CODE, phone=f"1990000901{number}")
    for street in division.streets:
        yield NewUnit(office_of(street.code), f"{street.name}办事处", "street", street.code)
    for community in division.communities:
        parent = office_of(community.code[:9])
        yield NewUnit(office_of(community.code), f"{community.name}居民委员会", "community", community.code, parent)


def _duties(division: Division) -> Iterator[NewDuty]:
    for code, (_name, held) in DEPARTMENTS.items():
        for duty in held.split():
            yield NewDuty(duty, DISTRICT_CODE, code)
    for street in division.streets:
        yield NewDuty("street-office", street.code, office_of(street.code))
    for community in division.communities:
        yield NewDuty("community", community.code, office_of(community.code))


def _people(division: Division, thrown: random.Random) -> Iterator[NewPerson]:
    grids = division.grids
    first = grids[0].code
    seats = [[seat] for seat in (*_centres(len(grids)), *_departments(len(grids)))]
    # Confidential cases are checked back and closed by somebody who may read them and did not handle them.
    seats.append([(Role.MEDIATOR, Place(DISTRICT_CODE, MEDIATION)), (Role.INSPECTOR, Place(DISTRICT_CODE, MEDIATION))])
    demo = {
        "worker": [(Role.GRID_WORKER, Place(first, office_of(first[:12])))],
        "acceptor": [
            (Role.ACCEPTOR, Place(DISTRICT_CODE, SUPERVISION)),
            (Role.SHIFT_LEADER, Place(DISTRICT_CODE, SUPERVISION)),
        ],
        "dispatcher": [(Role.DISPATCHER, Place(DISTRICT_CODE, COMMAND))],
        "handler": [(Role.HANDLER, Place(DISTRICT_CODE, CITY_CARE))],
        "checker": [(Role.INSPECTOR, Place(DISTRICT_CODE, SUPERVISION))],
        "mediator": [(Role.MEDIATOR, Place(DISTRICT_CODE, MEDIATION))],
        "leader": [(Role.LEADER, Place(DISTRICT_CODE, office_of(division.streets[0].code)))],
        "analyst": [(Role.ANALYST, Place(DISTRICT_CODE, COMMAND))],
        # Keeps the register of a street, and answers what residents ask about their own data.
        "registrar": [
            (Role.REGISTRAR, Place(first[:9], office_of(first[:9]))),
            (Role.HANDLER, Place(DISTRICT_CODE, REGISTRY)),
        ],
        "privacy": [(Role.DATA_OFFICER, Place(DISTRICT_CODE, COMMAND))],
        "admin": [(Role.ADMIN, Place(""))],
        "resident": [(Role.RESIDENT, Place(first))],
    }
    for username, posts in demo.items():
        yield _person(username, posts, thrown, is_demo=True)
    for street in division.streets:
        seats.append([(Role.HANDLER, Place(street.code, office_of(street.code)))])
    seats += [[(Role.LEADER, Place(community.code, office_of(community.code)))] for community in division.communities]
    # Who heads the departments is told of what runs late there.
    seats += [[(Role.UNIT_HEAD, Place(DISTRICT_CODE, unit))] for unit in (CITY_CARE, UTILITIES, WELFARE)]
    for number, posts in enumerate(seats, start=1):
        yield _person(f"{posts[0][0].value.replace('_', '-')}{number:02d}", posts, thrown)
    for held in _rounds([grid.code for grid in grids[1:]]):
        posts = [(Role.GRID_WORKER, Place(code, office_of(code[:12]))) for code in held]
        yield _person(f"grid{held[0][6:]}", posts, thrown)


def _rounds(grids: list[str]) -> Iterator[list[str]]:
    """Give every grid a worker; in a town of some size one looks after the last two, as happens between two hirings."""
    alone = len(grids) - 2 if len(grids) >= _GRIDS_WITH_A_GAP else len(grids)
    yield from ([code] for code in grids[:alone])
    if grids[alone:]:
        yield grids[alone:]


def _centres(grids: int) -> Iterator[tuple[Role, Place]]:
    """Seats beside those of the demo accounts: one more of each, and more in a larger town."""
    more = max(grids // 60, 1)
    for role, unit in ((Role.ACCEPTOR, SUPERVISION), (Role.INSPECTOR, SUPERVISION), (Role.DISPATCHER, COMMAND)):
        yield from ((role, Place(DISTRICT_CODE, unit)) for _ in range(more))
    yield Role.SHIFT_LEADER, Place(DISTRICT_CODE, SUPERVISION)


def _departments(grids: int) -> Iterator[tuple[Role, Place]]:
    more = max(grids // 100, 1)
    for _ in range(more):
        yield Role.HANDLER, Place(DISTRICT_CODE, CITY_CARE)
        yield from ((Role.HANDLER, Place(DISTRICT_CODE, unit)) for unit in (UTILITIES, UTILITIES, WELFARE, WELFARE))


def _person(
    username: str, posts: list[tuple[Role, Place]], thrown: random.Random, *, is_demo: bool = False
) -> NewPerson:
    sex = thrown.choice(("female", "male"))
    name = person_name(sex=sex, age=thrown.randint(24, 58), surname=surname(thrown), thrown=thrown)
    held = tuple(PostFacts(role, place.area_code, place.unit_code) for role, place in posts)
    return NewPerson(username, name, held, is_demo=is_demo)
