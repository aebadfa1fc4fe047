"""More time: a unit asks in time for a pause or an extension with a cause; somebody else grants or refuses it.

A pause begins when it was asked for and ends by itself; whoever may approve can also end it sooner. Urging (催办) is the
other way round: command reminds the unit.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.db import transaction

from linli.cases import errors, rules
from linli.cases.actions.recording import begin, find_for_step, record
from linli.cases.catalogue.timing import Escalation, Relief, ReliefReason
from linli.cases.facts import ClockRang
from linli.cases.models import Case
from linli.cases.queries.kinds import catalogue, workflow_of
from linli.cases.rules import StepName, clocks
from linli.cases.rules.clocks import UNIT, Clock, Tell
from linli.cases.rules.workflows import check_extended
from linli.core.calendar import Limit
from linli.core.facts import announce
from linli.staff.rules import Command


@dataclass(frozen=True)
class Wish:
    """What a unit asks for: until when its clocks shall stand still, or how much more time it needs, and why."""

    reason: str
    words: str
    until: dt.datetime | None = None
    by: str = ""
    photo_id: UUID | None = None


@transaction.atomic
def ask_pause(case_id: UUID, *, command: Command, wish: Wish) -> Case:
    """Ask that the clocks stand still until a moment, for a cause of the catalogue; what may not be granted is refused now."""
    return _ask(case_id, StepName.ASK_PAUSE, Relief.PAUSE, command=command, wish=wish)


@transaction.atomic
def ask_extension(case_id: UUID, *, command: Command, wish: Wish) -> Case:
    """Ask for more time on the unit's clock; what may not be granted is refused now."""
    return _ask(case_id, StepName.ASK_EXTENSION, Relief.EXTENSION, command=command, wish=wish)


@transaction.atomic
def grant_relief(case_id: UUID, *, command: Command, note: str = "") -> Case:
    """Grant what was asked for, from the moment it was asked; never by whoever asked."""
    if (first := begin(command, StepName.GRANT, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.GRANT, command)
    asked = _asked(case, command)
    found = _relieved(case, asked)
    record(case, StepName.GRANT, command, note=note.strip(), asked={}, clocks=clocks.written(found))
    return case


@transaction.atomic
def refuse_relief(case_id: UUID, *, command: Command, reason: str) -> Case:
    """Refuse what was asked for, with the reason; the clocks have run on meanwhile."""
    if (first := begin(command, StepName.REFUSE, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.REFUSE, command)
    _asked(case, command)
    record(case, StepName.REFUSE, command, note=rules.check_reason(reason), asked={})
    return case


@transaction.atomic
def resume_clocks(case_id: UUID, *, command: Command, note: str = "") -> Case:
    """Let the clocks run on before the pause's end: its cause is gone."""
    if (first := begin(command, StepName.RESUME, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.RESUME, command)
    calendar, kept = catalogue().calendar, clocks.read(case.clocks)
    found = {name: clocks.resume(one, at=command.at, calendar=calendar) for name, one in kept.items() if one.paused}
    if not found:
        raise errors.ClockNotPaused
    record(case, StepName.RESUME, command, note=note.strip(), clocks=clocks.written(found))
    return case


@transaction.atomic
def urge_case(case_id: UUID, *, command: Command, note: str) -> Case:
    """Remind whoever has the case that people wait for it (催办)."""
    if (first := begin(command, StepName.URGE, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.URGE, command)
    record(case, StepName.URGE, command, note=rules.check_reason(note, field="note"))
    announce(ClockRang(str(case.pk), UNIT, StepName.URGE.value, Tell.HANDLER.value, case.unit_code))
    return case


def _ask(case_id: UUID, name: StepName, what: Relief, *, command: Command, wish: Wish) -> Case:
    if (first := begin(command, name, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, name, command)
    if case.asked:
        raise errors.ReliefAskedAlready
    words = rules.check_reason(wish.words, field="words")
    asked = _application(what, wish, command) | {"words": words[:400]}
    _check_evidence(case, wish.reason, what, wish.photo_id)
    _relieved(case, asked)
    record(case, name, command, note=words, asked=asked)
    return case


def _application(what: Relief, wish: Wish, command: Command) -> dict[str, object]:
    """Write an application down as plain JSON values."""
    if what is Relief.PAUSE and wish.until is None:
        raise errors.PauseWithoutEnd(field="until")
    return {
        "what": what.value, "reason": wish.reason, "at": command.at.astimezone(dt.UTC).isoformat(),
        "until": wish.until.astimezone(dt.UTC).isoformat() if wish.until else "", "limit": wish.by,
        "by": command.by.key[:40], "by_name": command.by.name[:40], "photo": str(wish.photo_id or ""),
    }  # fmt: skip


def _check_evidence(case: Case, reason: str, what: Relief, photo_id: UUID | None) -> None:
    if photo_id is not None and not case.attachments.filter(pk=photo_id, width_px__gt=0).exists():
        raise errors.ReliefPhotoMissing(field="photo")
    if photo_id is None and _reason(reason, what).photo_required:
        raise errors.ReliefPhotoMissing(field="photo")


def _asked(case: Case, command: Command) -> dict[str, str]:
    if not case.asked:
        raise errors.NothingAsked
    if case.asked["by"] == command.by.key[:40]:
        raise errors.OwnApplication
    return cast("dict[str, str]", case.asked)


def _relieved(case: Case, asked: Mapping[str, object]) -> dict[str, Clock]:
    """Give the clocks that an application changes, as they would be; refuse what goes beyond a ceiling."""
    at, what = dt.datetime.fromisoformat(str(asked["at"])), Relief(str(asked["what"]))
    reason, kept = _reason(str(asked["reason"]), what), clocks.read(case.clocks)
    if what is Relief.EXTENSION:
        longer = _extended(kept, at, str(asked["limit"]))
        check_extended(workflow_of(case), longer.extended)
        return {UNIT: longer}
    until, calendar = dt.datetime.fromisoformat(str(asked["until"])), catalogue().calendar
    ceiling = _escalation().ceiling(reason)
    if UNIT not in clocks.stopped_by(reason.stops, kept, at=at):
        raise errors.ClockOverdue if UNIT in kept and kept[UNIT].is_running else errors.ClockNotRunning
    return {
        name: clocks.pause(kept[name], at=at, until=until, why=reason.code, ceiling=ceiling, calendar=calendar)
        for name in clocks.stopped_by(reason.stops, kept, at=at)
    }


def _extended(kept: Mapping[str, Clock], at: dt.datetime, by: str) -> Clock:
    if UNIT not in kept:
        raise errors.ClockNotRunning
    times = _escalation().extension.times
    return clocks.extend(kept[UNIT], at=at, by=Limit.parse(by), calendar=catalogue().calendar, times=times)


def _reason(code: str, what: Relief) -> ReliefReason:
    found = catalogue().pause_reasons.get(code)
    if found is None or what not in found.allows:
        raise errors.ReliefReasonUnknown(field="reason", reason=code)
    return found


def _escalation() -> Escalation:
    found = catalogue().escalation
    if found is None:
        raise errors.ReliefReasonUnknown(field="reason", reason="")
    return found
