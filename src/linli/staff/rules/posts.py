"""Who may do what, and where: roles, permissions and the actor behind every action."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from linli.core.errors import NotAllowed
from linli.staff import errors


class Role(StrEnum):
    """The post somebody holds (design §1; posts of the two centres after CJ/T 106)."""

    GRID_WORKER = "grid_worker"
    INSPECTOR = "inspector"
    ACCEPTOR = "acceptor"
    SHIFT_LEADER = "shift_leader"
    DISPATCHER = "dispatcher"
    HANDLER = "handler"
    UNIT_HEAD = "unit_head"
    MEDIATOR = "mediator"
    LEADER = "leader"
    ANALYST = "analyst"
    REGISTRAR = "registrar"
    DATA_OFFICER = "data_officer"
    ADMIN = "admin"
    RESIDENT = "resident"


class Permission(StrEnum):
    """One thing a post may allow within its area."""

    CASES_VIEW = "cases.view"
    CASES_REPORT = "cases.report"
    CASES_FILE = "cases.file"
    CASES_DISPATCH = "cases.dispatch"
    CASES_HANDLE = "cases.handle"
    CASES_SETTLE = "cases.settle"
    CASES_CHECK = "cases.check"
    CASES_CLOSE = "cases.close"
    CASES_VOID = "cases.void"
    CASES_APPROVE = "cases.approve"
    CASES_ORDER = "cases.order"
    CASES_EXPORT = "cases.export"
    CASES_CONFIDENTIAL = "cases.confidential"
    PEOPLE_CONTACT = "people.contact"
    PEOPLE_VIEW = "people.view"
    PEOPLE_EDIT = "people.edit"
    PEOPLE_QUERY = "people.query"
    PEOPLE_EXPORT = "people.export"
    PEOPLE_IMPORT = "people.import"
    PEOPLE_LINK = "people.link"
    PURPOSES_KEEP = "purposes.keep"
    AUDIT_VIEW = "audit.view"
    VISITS_VIEW = "visits.view"
    VISITS_MAKE = "visits.make"
    VISITS_PLAN = "visits.plan"
    FORMS_FILL = "forms.fill"
    FORMS_ADMIT = "forms.admit"
    FORMS_REVIEW = "forms.review"
    FIELD_WORK = "field.work"
    GRIDS_DRAW = "grids.draw"
    GRIDS_APPROVE = "grids.approve"
    AREAS_VIEW = "areas.view"
    AREAS_IMPORT = "areas.import"
    FIGURES_VIEW = "figures.view"
    MESSAGES_LOG = "messages.log"
    STAFF_MANAGE = "staff.manage"
    REFERENCE_EDIT = "reference.edit"


_P = Permission
_DESK = frozenset({_P.CASES_VIEW, _P.CASES_REPORT, _P.AREAS_VIEW})
_SUPERVISION = _DESK | {_P.CASES_FILE, _P.CASES_EXPORT, _P.PEOPLE_CONTACT, _P.FIGURES_VIEW, _P.MESSAGES_LOG}
_REGISTER = frozenset({_P.PEOPLE_VIEW, _P.PEOPLE_EDIT, _P.PEOPLE_CONTACT})
_VISITING = frozenset({_P.VISITS_VIEW, _P.VISITS_MAKE, _P.VISITS_PLAN})
_HANDLING = frozenset({_P.CASES_HANDLE, _P.AREAS_VIEW, _P.PEOPLE_CONTACT, _P.FIELD_WORK})

ROLE_MAY: dict[Role, frozenset[Permission]] = {
    Role.GRID_WORKER: _DESK
    | {_P.CASES_HANDLE, _P.CASES_SETTLE, _P.CASES_CHECK, _P.FORMS_FILL, _P.FIELD_WORK}
    | _REGISTER
    | _VISITING,
    Role.INSPECTOR: _DESK | {_P.CASES_CHECK, _P.CASES_CLOSE, _P.FIELD_WORK},
    Role.ACCEPTOR: _SUPERVISION,
    Role.SHIFT_LEADER: _SUPERVISION
    | {_P.CASES_CLOSE, _P.CASES_VOID, _P.CASES_APPROVE, _P.CASES_ORDER, _P.GRIDS_DRAW, _P.GRIDS_APPROVE},
    Role.DISPATCHER: _DESK
    | {_P.CASES_DISPATCH, _P.CASES_APPROVE, _P.CASES_EXPORT, _P.FIGURES_VIEW, _P.GRIDS_DRAW, _P.GRIDS_APPROVE},
    # A handler sees the cases with a task for the unit, whatever the area: no area-wide view (design §4).
    Role.HANDLER: _HANDLING,
    # Heads a section of a unit (科室负责人): works on its cases, and is told when they run late.
    Role.UNIT_HEAD: _HANDLING,
    Role.MEDIATOR: _DESK | {_P.CASES_HANDLE, _P.CASES_CONFIDENTIAL, _P.PEOPLE_CONTACT},
    Role.LEADER: frozenset({_P.CASES_VIEW, _P.CASES_ORDER, _P.AREAS_VIEW, _P.FIGURES_VIEW, _P.CASES_EXPORT})
    | {_P.GRIDS_DRAW, _P.GRIDS_APPROVE},
    Role.ANALYST: frozenset({_P.AREAS_VIEW, _P.FIGURES_VIEW}),
    # Keeps the register of an area (居民登记员): lists stay masked, clear values need a purpose, exports name theirs.
    Role.REGISTRAR: _REGISTER
    | {_P.PEOPLE_QUERY, _P.PEOPLE_EXPORT, _P.PEOPLE_IMPORT, _P.PEOPLE_LINK, _P.AREAS_VIEW, _P.CASES_REPORT}
    | {_P.VISITS_VIEW, _P.VISITS_PLAN, _P.FORMS_FILL, _P.FORMS_REVIEW, _P.GRIDS_DRAW, _P.AREAS_IMPORT},
    # Answers for personal data (个人信息保护负责人, PIPL art. 52): purposes, assessments, agreements, the log; reads nobody.
    Role.DATA_OFFICER: frozenset({_P.PURPOSES_KEEP, _P.AUDIT_VIEW, _P.AREAS_VIEW, _P.FORMS_ADMIT}),
    # Administrators of the machine have no data rights inside the application (safeguards, rule 11).
    Role.ADMIN: frozenset({_P.STAFF_MANAGE, _P.REFERENCE_EDIT, _P.AREAS_VIEW, _P.AREAS_IMPORT}),
    Role.RESIDENT: frozenset(),
}

NEEDS_UNIT = frozenset({Role.HANDLER, Role.UNIT_HEAD})


@dataclass(frozen=True)
class PostFacts:
    """One post: a role in an area (code prefix), for a unit and a work line; `for_name` is whom a stand-in holds it for."""

    role: Role
    area_code: str
    unit_code: str = ""
    work_line: str = ""
    for_name: str = ""


@dataclass(frozen=True)
class Actor:
    """Who does something: a person with posts, a resident without an account, or the system."""

    name: str
    account_id: UUID | None = None
    posts: tuple[PostFacts, ...] = ()
    is_system: bool = False
    token_scopes: frozenset[str] | None = None

    def may(self, permission: Permission, area_code: str) -> bool:
        """Say whether a post allows this for a place."""
        return any(area_code.startswith(prefix) for prefix in self.prefixes(permission))

    def may_anywhere(self, permission: Permission) -> bool:
        """Say whether any post allows this somewhere."""
        return bool(self.prefixes(permission))

    def prefixes(self, permission: Permission) -> tuple[str, ...]:
        """List the area codes under which this is allowed; a token narrows what its owner may."""
        if self.is_system:
            return ("",)
        if self.token_scopes is not None and permission.value not in self.token_scopes:
            return ()
        return tuple(post.area_code for post in self.posts if permission in ROLE_MAY[post.role])

    @property
    def unit_codes(self) -> frozenset[str]:
        """The units this person works for."""
        return frozenset(post.unit_code for post in self.posts if post.unit_code)

    @property
    def stands_in_for(self) -> tuple[str, ...]:
        """The names of the people away whose posts this person has for the time."""
        return tuple(dict.fromkeys(post.for_name for post in self.posts if post.for_name))

    def has_role(self, role: Role) -> bool:
        """Say whether one of the posts is of that role."""
        return any(post.role is role for post in self.posts)

    @property
    def key(self) -> str:
        """A stable key for the ledger of commands."""
        return str(self.account_id) if self.account_id else self.name


RESIDENT = Actor(name="resident")
SYSTEM = Actor(name="system", is_system=True)


MOST_TOKEN_DAYS = 366
TOKEN_PREFIX = "linli_"  # noqa: S105 the beginning that every token shows, so that leaked ones are found
DEMO_PASSWORD = "linli-demo"  # noqa: S105 stated on the sign-in page; opens accounts of a demo installation only
DEMO_USERNAMES = (
    "worker",
    "acceptor",
    "dispatcher",
    "handler",
    "checker",
    "mediator",
    "leader",
    "analyst",
    "registrar",
    "privacy",
    "resident",
    "admin",
)
# Lengths of the levels of a division code: none (everything), province, city, district, street, community, grid.
CODE_LENGTHS = (0, 2, 4, 6, 9, 12, 15)
_USERNAME = re.compile(r"[\w.@+-]{1,60}")


def prefixes_of(area_code: str) -> tuple[str, ...]:
    """List the codes an area lies under, itself first and the empty one last."""
    return tuple(area_code[:length] for length in reversed(CODE_LENGTHS) if length <= len(area_code))


def role_named(text: str) -> Role:
    """Read a role."""
    try:
        return Role(text)
    except ValueError:
        raise errors.RoleUnknown(field="role", role=text) from None


def check_area_code(area_code: str) -> None:
    """Refuse an area prefix that is no division code: a half code would open what nobody meant."""
    if len(area_code) not in CODE_LENGTHS or (area_code and not (area_code.isascii() and area_code.isdigit())):
        raise errors.AreaCodeWrong(field="area_code", area_code=area_code)


def check_post(post: PostFacts, *, valid_from: dt.date, valid_to: dt.date | None) -> None:
    """Refuse a post without the unit it needs, or with dates the wrong way round."""
    check_area_code(post.area_code)
    if post.role in NEEDS_UNIT and not post.unit_code:
        raise errors.PostNeedsUnit(field="unit_code")
    if valid_to is not None and valid_to < valid_from:
        raise errors.PostEndsBeforeStart(field="valid_to")


def check_may_manage(by: Actor, *, area_codes: Iterable[str]) -> None:
    """Refuse to manage staff whose posts are not all within the manager's own area."""
    allowed = by.may_anywhere(Permission.STAFF_MANAGE)
    if not allowed or not all(by.may(Permission.STAFF_MANAGE, code) for code in area_codes):
        raise NotAllowed


def check_not_oneself(by: Actor, *, account_id: UUID) -> None:
    """Refuse that somebody changes their own rights (safeguards, rule 11)."""
    if by.account_id == account_id:
        raise errors.NotForOneself


def check_username(username: str) -> None:
    """Refuse a user name that is empty, too long or holds other signs than Django's sign-in takes."""
    if not _USERNAME.fullmatch(username):
        raise errors.UsernameWrong(field="username", username=username)


def check_token(scopes: Sequence[str], *, days: int) -> None:
    """Refuse a token for nothing, for an unknown permission, or for longer than a year."""
    if not scopes:
        raise errors.ScopeMissing(field="scopes")
    for scope in scopes:
        if scope not in set(Permission):
            raise errors.ScopeUnknown(field="scopes", scope=scope)
    if not 1 <= days <= MOST_TOKEN_DAYS:
        raise errors.TokenDaysWrong(field="days", most=MOST_TOKEN_DAYS)


def check_token_open(*, expires_at: dt.datetime, revoked_at: dt.datetime | None, at: dt.datetime) -> None:
    """Refuse a token that has run out or was taken back."""
    if revoked_at is not None or at >= expires_at:
        raise errors.TokenRejected


def may_sign_in(*, is_active: bool, is_demo: bool, demo_installation: bool) -> bool:
    """Say whether an account opens anything: demo accounts do so in a demo installation only."""
    return is_active and (demo_installation or not is_demo)
