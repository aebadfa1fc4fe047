"""Who may do what, and where: roles, permissions and the actor behind every action."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """The post somebody holds (design §1; posts of the two centres after CJ/T 106)."""

    GRID_WORKER = "grid_worker"
    INSPECTOR = "inspector"
    ACCEPTOR = "acceptor"
    SHIFT_LEADER = "shift_leader"
    DISPATCHER = "dispatcher"
    HANDLER = "handler"
    MEDIATOR = "mediator"
    LEADER = "leader"
    ANALYST = "analyst"
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
    CASES_EXPORT = "cases.export"
    CASES_CONFIDENTIAL = "cases.confidential"
    PEOPLE_CONTACT = "people.contact"
    AREAS_VIEW = "areas.view"
    FIGURES_VIEW = "figures.view"
    STAFF_MANAGE = "staff.manage"
    REFERENCE_EDIT = "reference.edit"


_P = Permission
_DESK = frozenset({_P.CASES_VIEW, _P.CASES_REPORT, _P.AREAS_VIEW})
_SUPERVISION = _DESK | {_P.CASES_FILE, _P.CASES_EXPORT, _P.PEOPLE_CONTACT, _P.FIGURES_VIEW}

ROLE_MAY: dict[Role, frozenset[Permission]] = {
    Role.GRID_WORKER: _DESK | {_P.CASES_HANDLE, _P.CASES_SETTLE, _P.CASES_CHECK, _P.PEOPLE_CONTACT},
    Role.INSPECTOR: _DESK | {_P.CASES_CHECK, _P.CASES_CLOSE},
    Role.ACCEPTOR: _SUPERVISION,
    Role.SHIFT_LEADER: _SUPERVISION | {_P.CASES_CLOSE, _P.CASES_VOID},
    Role.DISPATCHER: _DESK | {_P.CASES_DISPATCH, _P.CASES_EXPORT, _P.FIGURES_VIEW},
    # A handler sees the cases with a task for the unit, whatever the area: no area-wide view (design §4).
    Role.HANDLER: frozenset({_P.CASES_HANDLE, _P.AREAS_VIEW, _P.PEOPLE_CONTACT}),
    Role.MEDIATOR: _DESK | {_P.CASES_HANDLE, _P.CASES_CONFIDENTIAL, _P.PEOPLE_CONTACT},
    Role.LEADER: frozenset({_P.CASES_VIEW, _P.AREAS_VIEW, _P.FIGURES_VIEW, _P.CASES_EXPORT}),
    Role.ANALYST: frozenset({_P.AREAS_VIEW, _P.FIGURES_VIEW}),
    # Administrators of the machine have no data rights inside the application (safeguards, rule 11).
    Role.ADMIN: frozenset({_P.STAFF_MANAGE, _P.REFERENCE_EDIT, _P.AREAS_VIEW}),
    Role.RESIDENT: frozenset(),
}


@dataclass(frozen=True)
class PostFacts:
    """One post: a role in an area (code prefix), for a unit and a work line."""

    role: Role
    area_code: str
    unit_code: str = ""
    work_line: str = ""


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

    def has_role(self, role: Role) -> bool:
        """Say whether one of the posts is of that role."""
        return any(post.role is role for post in self.posts)

    @property
    def key(self) -> str:
        """A stable key for the ledger of commands."""
        return str(self.account_id) if self.account_id else self.name


RESIDENT = Actor(name="resident")
SYSTEM = Actor(name="system", is_system=True)
