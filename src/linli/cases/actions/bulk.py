"""Do the same with many cases: each is a command of its own, each refusal is told, and one bad never blocks the rest."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from linli.cases import errors
from linli.cases.actions.checking import close_case
from linli.cases.actions.dispatching import dispatch_case
from linli.cases.actions.filing import file_case
from linli.cases.actions.pausing import urge_case
from linli.core.errors import LinliError
from linli.staff.rules import Actor, Command

MOST_AT_ONCE = 200

Act = Callable[[UUID, Command, str], object]
ACTS: Mapping[str, Act] = {
    "file": lambda case_id, command, _note: file_case(case_id, command=command),
    "dispatch": lambda case_id, command, note: dispatch_case(case_id, command=command, note=note),
    "urge": lambda case_id, command, note: urge_case(case_id, command=command, note=note or _("请尽快办理。")),
    "close": lambda case_id, command, note: close_case(case_id, command=command, note=note),
}


@dataclass(frozen=True)
class Refusal:
    """A case that stayed as it was, and why."""

    case_id: UUID
    code: str
    why: str


@dataclass(frozen=True)
class Outcome:
    """What became of many cases."""

    done: tuple[UUID, ...]
    refused: tuple[Refusal, ...]


@dataclass(frozen=True)
class Bulk:
    """What is done with many cases, by whom; the id makes the commands, so that a repeat does nothing twice."""

    id: UUID
    act: str
    by: Actor
    at: dt.datetime
    note: str = ""


def do_with_many(case_ids: Iterable[UUID], *, bulk: Bulk) -> Outcome:
    """Do one thing with each of many cases, in its own transaction; say what was refused and why."""
    act = ACTS.get(bulk.act)
    if act is None:
        raise errors.BulkUnknown(field="act", act=bulk.act)
    chosen = list(dict.fromkeys(case_ids))
    if not 1 <= len(chosen) <= MOST_AT_ONCE:
        raise errors.TooManyAtOnce(field="cases", most=MOST_AT_ONCE)
    done, refused = list[UUID](), list[Refusal]()
    for case_id in chosen:
        command = Command(uuid5(bulk.id, str(case_id)), bulk.by, bulk.at)
        try:
            act(case_id, command, bulk.note)
        except LinliError as refusal:
            refused.append(Refusal(case_id, refusal.code, str(refusal)))
        else:
            done.append(case_id)
    return Outcome(tuple(done), tuple(refused))
