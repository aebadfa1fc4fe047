"""Joint work: call units in beside the leading one, each with its task and clock; they accept, return, arrive, answer.

One unit leads and answers for the whole (并联处置); whoever is called in works at the same time. A whistle (社区吹哨、部门报到)
is a call with a time of arrival; afterwards both sides rate each other: units, never persons (safeguards).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from linli.cases import errors, rules
from linli.cases.actions.clocks import limit_of
from linli.cases.actions.recording import begin, find_for_step, find_for_unit, record
from linli.cases.catalogue.shapes import Stage
from linli.cases.facts import CaseReturned, JoinCalled
from linli.cases.models import Case, PartnerScore, Task
from linli.cases.queries.kinds import catalogue, kind_of
from linli.cases.rules import StepName, clocks, joint
from linli.core.calendar import Limit, TimeUnit
from linli.core.facts import announce
from linli.staff import queries as staff
from linli.staff.queries import UnitRow
from linli.staff.rules import Actor, Command, Permission

WITHOUT_KIND = Limit(1, TimeUnit.WORKING_DAYS)


@dataclass(frozen=True)
class Call:
    """Who is called in, what they are asked to do, by when they shall come, and how long they have."""

    units: tuple[str, ...]
    asks: str
    arrive_by: dt.datetime | None = None
    limit: str = ""


@transaction.atomic
def join_case(case_id: UUID, *, command: Command, call: Call) -> Case:
    """Call units in: each gets a task and a clock of its own, beside the leading unit's."""
    if (first := begin(command, StepName.JOIN, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.JOIN, command)
    units = [staff.unit_named(unit) for unit in dict.fromkeys(call.units)]
    codes = [unit.code for unit in units]
    joint.check_call(codes, lead=case.unit_code, called=case.co_units)
    joint.check_arrival(call.arrive_by, at=command.at)
    asks = rules.check_reason(call.asks, field="asks")
    started = _started(case, codes, call, at=command.at)
    note = f"{_names(units)}：{asks}"
    record(case, StepName.JOIN, command, note=note, co_units=[*case.co_units, *codes], clocks=clocks.written(started))
    for code in codes:
        _order(case, code, call, asks=asks, at=command.at).save(force_insert=True)
        announce(JoinCalled(case_id=str(case.pk), unit_code=code))
    return case


@transaction.atomic
def co_accept(case_id: UUID, *, command: Command, unit_code: str = "") -> Case:
    """Take on the part one's unit was called in for."""
    if (first := begin(command, StepName.CO_ACCEPT, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.CO_ACCEPT, command)
    task = _own_task(case, command.by, unit_code, state=joint.WAITING)
    record(case, StepName.CO_ACCEPT, command, note=_name(task.unit_code))
    _change(task, state=joint.ACCEPTED, accepted_at=command.at, handler_id=command.by.account_id)
    return case


@transaction.atomic
def co_return(case_id: UUID, *, command: Command, reason: str, unit_code: str = "") -> Case:
    """Give the part back, once for each unit and with a reason; the others work on."""
    if (first := begin(command, StepName.CO_RETURN, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.CO_RETURN, command)
    task = _own_task(case, command.by, unit_code)
    said = rules.check_reason(reason)
    rules.check_return(_helping(case).filter(state=joint.RETURNED).values_list("unit_code", flat=True), task.unit_code)
    _change(task, state=joint.RETURNED, ended_at=command.at, note=said)
    _leave(case, StepName.CO_RETURN, command, task, said)
    announce(CaseReturned(case_id=str(case.pk), unit_code=task.unit_code))
    return case


@transaction.atomic
def co_answer(case_id: UUID, *, command: Command, result: str, unit_code: str = "") -> Case:
    """Say what one's unit did for its part."""
    if (first := begin(command, StepName.CO_ANSWER, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.CO_ANSWER, command)
    task = _own_task(case, command.by, unit_code, state=joint.ACCEPTED)
    said = rules.check_result(result)
    _change(task, state=joint.DONE, ended_at=command.at, note=said)
    _leave(case, StepName.CO_ANSWER, command, task, said)
    return case


@transaction.atomic
def arrive(case_id: UUID, *, command: Command, unit_code: str = "") -> Case:
    """Say that one's unit has come to the place it was called to."""
    if (first := begin(command, StepName.ARRIVE, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.ARRIVE, command)
    task = _own_task(case, command.by, unit_code, of_lead=True)
    if task.arrived_at is not None:
        raise errors.ArrivedBefore
    # The leading unit's clock of arrival is its phase's own: it ends when the unit goes on to work.
    record(case, StepName.ARRIVE, command, note=_name(task.unit_code), **_finished(case, [_arrival(task)], command.at))
    _change(task, arrived_at=command.at)
    return case


@transaction.atomic
def score_partner(case_id: UUID, *, command: Command, of_unit: str, score: int, text: str = "") -> Case:
    """Rate the unit one's own worked with, once; the history says that it was done, not how."""
    if (first := begin(command, StepName.SCORE_PARTNER, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_unit(case_id, StepName.SCORE_PARTNER, command)
    from_unit = _rating_unit(case, command.by, of_unit)
    scored = PartnerScore(
        case=case, from_unit=from_unit, of_unit=of_unit, score=rules.check_score(score),
        text=text.strip()[: rules.MOST_TEXT], by=command.by.key[:40], at=command.at,
    )  # fmt: skip
    record(case, StepName.SCORE_PARTNER, command, note=f"{_name(from_unit)} → {_name(of_unit)}")
    scored.save(force_insert=True)
    return case


def end_helping(case: Case, *, despite: str, at: dt.datetime) -> dict[str, object]:
    """Let the leading unit answer before those it called in: refused without a reason, which they can read in their task."""
    if not case.co_units:
        return {}
    if len(despite.strip()) < 2:
        raise errors.CoUnitsWorking(field="despite", units="、".join(map(_name, case.co_units)))
    _helping(case).filter(ended_at=None).update(state=joint.STOPPED, ended_at=at, note=despite.strip())
    return {"answers": {"despite": despite.strip()[: rules.MOST_TEXT]}}


def _rating_unit(case: Case, by: Actor, of_unit: str) -> str:
    parts = [joint.Part(*row) for row in _parts(case)]
    mine = [who for who, whom in joint.partners(parts, by.unit_codes) if whom == of_unit]
    if not mine or not by.may_anywhere(Permission.CASES_HANDLE):
        raise errors.PartnerUnknown(field="of_unit")
    joint.check_partner(parts, mine[0], of_unit)
    if PartnerScore.objects.filter(case=case, from_unit=mine[0], of_unit=of_unit).exists():
        raise errors.PartnerScored
    return mine[0]


def _parts(case: Case) -> Iterable[tuple[str, bool, str]]:
    return case.tasks.order_by("assigned_at", "id").values_list("unit_code", "is_lead", "state")


def _started(case: Case, codes: Iterable[str], call: Call, *, at: dt.datetime) -> dict[str, clocks.Clock]:
    kind, calendar = kind_of(case), catalogue().calendar
    limit = Limit.parse(call.limit) if call.limit else limit_of(case, kind, Stage.HANDLING) if kind else WITHOUT_KIND
    found: dict[str, clocks.Clock] = {}
    for code in codes:
        found[f"{clocks.TASK}:{code}"] = clocks.start(at, limit=limit, calendar=calendar)
        if call.arrive_by is not None:
            arrival = joint.limit_until(call.arrive_by, at=at)
            found[f"{clocks.ARRIVAL}:{code}"] = clocks.start(at, limit=arrival, calendar=calendar)
    return found


def _order(case: Case, code: str, call: Call, *, asks: str, at: dt.datetime) -> Task:
    due = clocks.from_json(case.clocks[f"{clocks.TASK}:{code}"]).due
    return Task(
        case=case, unit_code=code, is_lead=False, state=joint.WAITING, assigned_at=at, due_at=due, asks=asks,
        arrive_by=call.arrive_by,
    )  # fmt: skip


def _own_task(case: Case, by: Actor, unit_code: str, *, state: str = "", of_lead: bool = False) -> Task:
    """Find the open part of one's own unit, the one named where the person works for several."""
    units = [unit_code] if unit_code else sorted(by.unit_codes)
    found = case.tasks if of_lead else _helping(case)
    task = (
        found.filter(ended_at=None, unit_code__in=by.unit_codes.intersection(units)).order_by("is_lead", "id").first()
    )
    if task is None:
        raise errors.NoPartHere
    if state and task.state != state:
        raise errors.WrongState
    return task


def _helping(case: Case) -> QuerySet[Task]:
    return Task.objects.filter(case=case, is_lead=False)


def _leave(case: Case, step: StepName, command: Command, task: Task, said: str) -> None:
    """A unit whose part is over works beside the others no more; its clocks are done."""
    left = [code for code in case.co_units if code != task.unit_code]
    ended = _finished(case, [f"{clocks.TASK}:{task.unit_code}", _arrival(task)], command.at)
    record(case, step, command, note=f"{_name(task.unit_code)}：{said}", co_units=left, **ended)


def _finished(case: Case, names: Iterable[str], at: dt.datetime) -> dict[str, object]:
    kept, calendar = clocks.read(case.clocks), catalogue().calendar
    done = {name: clocks.finish(kept[name], at=at, calendar=calendar) for name in names if name in kept}
    return {"clocks": clocks.written({name: one for name, one in done.items() if one != kept[name]})} if done else {}


def _arrival(task: Task) -> str:
    return f"{clocks.ARRIVAL}:{task.unit_code}"


def _change(task: Task, **values: object) -> None:
    Task.objects.filter(pk=task.pk).update(**values)


def _name(code: str) -> str:
    unit = staff.known_unit(code)
    return unit.name if unit else code


def _names(units: Iterable[UnitRow]) -> str:
    return "、".join(unit.name for unit in units)
