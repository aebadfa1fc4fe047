"""The fixed cast of every test: invented people with posts in an invented district, 990101.

Codes that begin with 99 are given to no place in China, so nothing here can be taken for real.
"""

import datetime as dt
from dataclasses import dataclass, field

import pytest
from django.test import Client

from linli.staff.models import Account, DutyUnit, Post, Unit
from linli.staff.queries import forget_duties
from linli.staff.rules import Actor, PostFacts, Role

DISTRICT = "990101"
STREET = "990101001"
COMMUNITY = "990101001001"
GRID = "990101001001001"
GRID_BESIDE = "990101001001002"
COMMUNITY_BESIDE = "990101001002"
GRID_NEXT_COMMUNITY = "990101001002001"
STREET_BESIDE = "990101002"
COMMUNITY_ELSEWHERE = "990101002001"
GRID_ELSEWHERE = "990101002001001"
OTHER_DISTRICT = "990102"

SUPERVISION = "990101-supervision"
COMMAND = "990101-command"
STREET_OFFICE = "990101001-office"
COMMUNITY_OFFICE = "990101001001-office"
CLEANING = "990101-cleaning"
CLEANING_BESIDE = "990101002-cleaning"
WATER = "990101-water"

PASSWORD = "pine-gate-4471"
SINCE = dt.date(2020, 1, 1)

_UNITS = (
    (SUPERVISION, "松门区监督中心", "supervision", DISTRICT),
    (COMMAND, "松门区指挥中心", "command", DISTRICT),
    (STREET_OFFICE, "青溪街道办事处", "street", STREET),
    (COMMUNITY_OFFICE, "竹桥社区", "community", COMMUNITY),
    (CLEANING, "松门区环卫所", "department", DISTRICT),
    (CLEANING_BESIDE, "白塔街道环卫站", "department", STREET_BESIDE),
    (WATER, "松门区供水公司", "company", DISTRICT),
)
_DUTIES = (
    ("sanitation", DISTRICT, CLEANING),
    ("sanitation", STREET_BESIDE, CLEANING_BESIDE),
    ("water", DISTRICT, WATER),
    ("community", COMMUNITY, COMMUNITY_OFFICE),
    ("street-office", STREET, STREET_OFFICE),
)
_PEOPLE = (
    ("lin", "林小满", Role.GRID_WORKER, GRID, COMMUNITY_OFFICE),
    ("wei", "魏立新", Role.DISPATCHER, DISTRICT, COMMAND),
    ("chen", "陈雨", Role.ACCEPTOR, DISTRICT, SUPERVISION),
    ("sun", "孙大海", Role.HANDLER, DISTRICT, CLEANING),
    ("qian", "钱明", Role.INSPECTOR, DISTRICT, SUPERVISION),
    ("wu", "吴静", Role.SHIFT_LEADER, DISTRICT, SUPERVISION),
    ("zheng", "郑和平", Role.MEDIATOR, COMMUNITY, COMMUNITY_OFFICE),
    ("feng", "冯远", Role.LEADER, STREET, STREET_OFFICE),
    ("han", "韩冰", Role.ANALYST, DISTRICT, COMMAND),
    ("jiang", "姜文琴", Role.REGISTRAR, STREET, STREET_OFFICE),
    ("luo", "罗正", Role.DATA_OFFICER, DISTRICT, COMMAND),
    ("root", "管理员", Role.ADMIN, "", ""),
)


@dataclass(frozen=True)
class Member:
    """One of the cast: the account that signs in and the actor that acts."""

    account: Account
    actor: Actor

    def sign_in(self, client: Client | None = None) -> Client:
        """Give a test client that is signed in as this person."""
        client = client or Client()
        client.force_login(self.account)
        return client


@dataclass(frozen=True)
class Cast:
    """Who is who: Zhao is the stranger, with an account and no post."""

    lin: Member
    wei: Member
    chen: Member
    sun: Member
    qian: Member
    wu: Member
    zheng: Member
    feng: Member
    han: Member
    jiang: Member
    luo: Member
    root: Member
    zhao: Member
    units: dict[str, Unit] = field(default_factory=dict)


def cast() -> Cast:
    """Store the town's units and people."""
    units = make_units()
    members = {
        username: make_member(username, name, role, area_code, unit_code)
        for username, name, role, area_code, unit_code in _PEOPLE
    }
    Account.objects.filter(username="root").update(is_staff=True, is_superuser=True)
    members["root"].account.refresh_from_db()
    stranger = make_account("zhao", name="赵路")
    return Cast(**members, zhao=Member(stranger, Actor("赵路", stranger.pk)), units=units)


def make_units() -> dict[str, Unit]:
    """Store the seven units of the town and their duties."""
    units = {code: make_unit(code, name=name, kind=kind, area_code=area) for code, name, kind, area in _UNITS}
    for duty, area_code, unit_code in _DUTIES:
        make_duty(duty, area_code=area_code, unit=units[unit_code])
    return units


def make_unit(
    code: str, *, name: str = "测试单位", kind: str = "department", area_code: str = DISTRICT, parent_code: str = ""
) -> Unit:
    """Store a unit."""
    return Unit.objects.create(code=code, name=name, kind=kind, area_code=area_code, parent_code=parent_code)


def make_duty(
    duty: str,
    *,
    area_code: str,
    unit: Unit,
    shift: str = "",
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
) -> DutyUnit:
    """Say which unit answers for a duty under an area, always or in a shift."""
    forget_duties()
    return DutyUnit.objects.create(
        duty=duty, area_code=area_code, unit=unit, shift=shift, valid_from=valid_from, valid_to=valid_to
    )


def make_account(username: str, *, name: str = "", password: str | None = None, is_demo: bool = False) -> Account:
    """Store an account; without a password only `force_login` opens it (hashing one takes time)."""
    return Account.objects.create_user(username, password, name=name or username, is_demo=is_demo)


def make_post(
    account: Account,
    role: Role,
    *,
    area_code: str = DISTRICT,
    unit_code: str = "",
    work_line: str = "",
    valid_from: dt.date = SINCE,
    valid_to: dt.date | None = None,
) -> Post:
    """Give an account a post."""
    return Post.objects.create(
        account=account,
        role=role.value,
        area_code=area_code,
        unit_id=unit_code or None,
        work_line=work_line,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def make_member(username: str, name: str, role: Role, area_code: str, unit_code: str = "") -> Member:
    """Store an account with one post and give the actor it makes."""
    account = make_account(username, name=name)
    make_post(account, role, area_code=area_code, unit_code=unit_code)
    return Member(account, make_actor(role, area_code=area_code, unit_code=unit_code, name=name, account=account))


def make_actor(
    role: Role, *, area_code: str = DISTRICT, unit_code: str = "", name: str = "测试员", account: Account | None = None
) -> Actor:
    """Make an actor with one post, without the database."""
    return Actor(name, account.pk if account else None, (PostFacts(role, area_code, unit_code),))


@pytest.fixture(name="cast")
def cast_fixture(db: None) -> Cast:  # noqa: ARG001 the fixture opens the database
    """The whole cast, stored."""
    forget_duties()
    return cast()
