"""Who a declared notice is for, worked out from the case and the fact."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from linli.cases.queries.telling import CaseToTell, holders_of, reporters_to_tell
from linli.cases.rules import State
from linli.messages.catalogue import To
from linli.messages.rules import ReceiverKind
from linli.staff import queries as staff
from linli.staff.queries.absences import away_on
from linli.staff.queries.contacts import contacts_of
from linli.staff.rules import Role


@dataclass(frozen=True)
class Receiver:
    """Somebody to be told: whom, in which language, under which number of the case."""

    kind: ReceiverKind
    key: str
    number: str
    language: str = ""
    account_id: UUID | None = None
    has_phone: bool = False
    is_away: bool = False

    @property
    def identity(self) -> tuple[str, str]:
        """What makes two receivers the same one."""
        return (self.kind.value, self.key)


def receivers_of(to: To, case: CaseToTell, payload: Mapping[str, object]) -> list[Receiver]:
    """List who is told, each once."""
    if to is To.REPORTER:
        return _reporters(case)
    unit_code = str(payload.get("unit_code") or case.unit_code)
    named = str(payload.get("handler_id") or "")
    accounts = [UUID(named)] if named and to is To.UNIT else _ACCOUNTS[to](case, unit_code)
    found = _people(accounts, case.number)
    if to is To.UNIT and unit_code:
        found.append(Receiver(ReceiverKind.UNIT, unit_code, case.number, settings.LANGUAGE_CODE))
    return found


def person(account_id: UUID) -> list[Receiver]:
    """Give one person as a receiver, for a message that is about no case."""
    return _people([account_id], "")


def _people(account_ids: Iterable[UUID], number: str) -> list[Receiver]:
    """The people and whoever stands in for those away, who find theirs in the inbox when they are back."""
    wanted = set(account_ids)
    away = {pk: other for pk, other in away_on(timezone.localdate(), account_ids=wanted).items() if other}
    contacts = contacts_of(wanted | set(away.values()))
    return [
        Receiver(
            ReceiverKind.PERSON,
            str(pk),
            number,
            contacts[pk].language or settings.LANGUAGE_CODE,
            account_id=pk,
            is_away=pk in away,
        )
        for pk in sorted(contacts)
    ]


def _reporters(case: CaseToTell) -> list[Receiver]:
    told = reporters_to_tell(case.id)
    languages = contacts_of(one.account_id for one in told if one.account_id)
    return [
        Receiver(
            ReceiverKind.REPORTER,
            str(one.case_id),
            one.number,
            (languages[one.account_id].language if one.account_id in languages else "") or settings.LANGUAGE_CODE,
            account_id=one.account_id,
            has_phone=one.has_phone,
        )
        for one in told
    ]


def _unit(_case: CaseToTell, unit_code: str) -> list[UUID]:
    return [one.account_id for one in staff.people_of_unit(unit_code)] if unit_code else []


def _unit_head(case: CaseToTell, unit_code: str) -> list[UUID]:
    """The heads of the unit; a unit without one is told as a whole, so that nothing goes unheard."""
    people = staff.people_of_unit(unit_code) if unit_code else []
    heads = [one.account_id for one in people if one.role is Role.UNIT_HEAD]
    return heads or _unit(case, unit_code)


def _with_role(*roles: Role) -> Callable[[CaseToTell, str], list[UUID]]:
    def found(case: CaseToTell, _unit_code: str) -> list[UUID]:
        return [one.account_id for role in roles for one in staff.people_with_role(role, area_code=case.area_code)]

    return found


# Between two units a case is in the hands of one of the centres.
_AT_A_CENTRE: Mapping[str, Role] = {
    State.REPORTED.value: Role.ACCEPTOR,
    State.FILED.value: Role.DISPATCHER,
    State.RESPONDED.value: Role.INSPECTOR,
    State.CHECKED.value: Role.SHIFT_LEADER,
}


def _holder(case: CaseToTell, unit_code: str) -> list[UUID]:
    """Whoever has the case now: the post at a centre, else who has taken the task, while nobody has, the unit."""
    role = _AT_A_CENTRE.get(case.state)
    if role is not None:
        return _with_role(role)(case, unit_code)
    return holders_of(case.id) or _unit(case, unit_code)


_ACCOUNTS: Mapping[To, Callable[[CaseToTell, str], list[UUID]]] = {
    To.UNIT: _unit,
    To.UNIT_HEAD: _unit_head,
    To.HOLDER: _holder,
    To.COMMAND: _with_role(Role.DISPATCHER),
    To.SUPERVISION: _with_role(Role.ACCEPTOR, Role.SHIFT_LEADER),
    To.GRID_WORKER: _with_role(Role.GRID_WORKER),
    To.LEADER: _with_role(Role.LEADER),
}
