"""Who works beside whom on a case: the cases units are called in for, their parts, orders, meetings, items and scores."""

import datetime as dt
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Model, Q, Subquery
from django.db.models.sql.compiler import SQLCompiler

from linli.cases.models import ActionItem, Case, Meeting, PartnerScore, SupervisionOrder, Task
from linli.cases.rules import StepName, joint
from linli.core.statements import columns_of, stored_form
from linli.staff.rules import Actor, Permission

OPEN_PARTS = (joint.WAITING, joint.ACCEPTED)


class _IsOneOf(Func):
    """Ask whether a key is among those of a small question of its own, in the form that each store answers by its index."""

    output_field = BooleanField()
    template = "%(expressions)s"
    arg_joiner = " IN "

    def as_postgresql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        **more: Any,  # Any: Django's own shape
    ) -> tuple[str, list[str | int] | tuple[str | int, ...] | tuple[()]]:
        """Ask the small question first: an array of its answers is looked up in the index."""
        return self.as_sql(compiler, connection, template="%(expressions)s)", arg_joiner=" = ANY(ARRAY", **more)


def ordered() -> Q:
    """Select the cases under an open supervision order: by the few open orders, not by looking at every case."""
    waiting = SupervisionOrder.objects.filter(answered_at=None).order_by().values("case_id")
    return Q(_IsOneOf(F("pk"), Subquery(waiting)), is_ordered=True)


def helping(unit_codes: Iterable[str]) -> Q:
    """Select the cases that units are called in for and have not finished their part of."""
    parts = Task.objects.filter(unit_code__in=sorted(unit_codes), state__in=OPEN_PARTS, is_lead=False)
    return Q(_IsOneOf(F("pk"), Subquery(parts.order_by().values("case_id"))))


@dataclass(frozen=True)
class OrderRow:
    """A supervision order and what was answered."""

    id: UUID
    text: str
    unit_code: str
    due_at: dt.datetime
    by_name: str
    at: dt.datetime
    answer: str
    answered_by: str
    answered_at: dt.datetime | None

    def is_late(self, at: dt.datetime) -> bool:
        """Say whether it was not answered in time."""
        return (self.answered_at or at) > self.due_at


@dataclass(frozen=True)
class MeetingRow:
    """A meeting and its minutes."""

    id: UUID
    held_at: dt.datetime
    place: str
    present: str
    minutes: str
    by_name: str
    at: dt.datetime


@dataclass(frozen=True)
class ItemRow:
    """An action item, and how it was finished."""

    id: UUID
    meeting_id: UUID | None
    text: str
    unit_code: str
    due_on: dt.date
    done_at: dt.datetime | None
    result: str
    at: dt.datetime

    def is_late(self, today: dt.date) -> bool:
        """Say whether its day went by without it being done."""
        return self.done_at is None and self.due_on < today


@dataclass(frozen=True)
class ScoreRow:
    """What one unit said of another it worked with; who wrote it is not told."""

    from_unit: str
    of_unit: str
    score: int
    text: str
    at: dt.datetime


@dataclass(frozen=True)
class JointWork:
    """What several people made of a case together, and what of it waits for this actor."""

    orders: tuple[OrderRow, ...] = ()
    meetings: tuple[MeetingRow, ...] = ()
    items: tuple[ItemRow, ...] = ()
    scores: tuple[ScoreRow, ...] = ()
    to_answer: tuple[OrderRow, ...] = ()
    to_finish: tuple[ItemRow, ...] = ()
    to_rate: tuple[str, ...] = ()
    parts: tuple[Task, ...] = ()

    @property
    def steps(self) -> tuple[str, ...]:
        """Name the steps that are this actor's by a part in the work, whatever the place of the post."""
        mine = {
            StepName.ANSWER_ORDER: self.to_answer, StepName.FINISH_ACTION: self.to_finish, StepName.SCORE_PARTNER: self.to_rate,
        }  # fmt: skip
        return tuple(step.value for step, waiting in mine.items() if waiting)


BY_PART = frozenset({StepName.ANSWER_ORDER.value, StepName.FINISH_ACTION.value, StepName.SCORE_PARTNER.value})
_ROWS: dict[str, tuple[type[Model], type[Any], StepName]] = {  # Any: the row's own shape
    "orders": (SupervisionOrder, OrderRow, StepName.ORDER),
    "meetings": (Meeting, MeetingRow, StepName.MEET),
    "items": (ActionItem, ItemRow, StepName.PLAN_ACTION),
    "scores": (PartnerScore, ScoreRow, StepName.SCORE_PARTNER),
}


def joint_work(actor: Actor, case: Case, tasks: Sequence[Task], names: Collection[str]) -> JointWork:
    """Read what belongs to the joint work of a case, one question for all; `names` are the steps its history has."""
    wanted = tuple(part for part, (_model, _row, step) in _ROWS.items() if step.value in names)
    found = _gathered(case.pk, wanted) if wanted else {}
    orders, items = found.get("orders", ()), found.get("items", ())
    works = actor.may_anywhere(Permission.CASES_HANDLE)
    commands = actor.may(Permission.CASES_DISPATCH, case.area_code)
    mine = actor.unit_codes if works or commands else frozenset()
    return JointWork(
        orders, found.get("meetings", ()), items, _shown(actor, case, found.get("scores", ())),
        to_answer=tuple(one for one in orders if one.answered_at is None and may_answer(one.unit_code, actor, case.area_code)),
        to_finish=tuple(one for one in items if one.done_at is None and (one.unit_code in mine or commands)),
        parts=tuple(task for task in tasks if task.ended_at is None and task.unit_code in mine),
        to_rate=_to_rate(actor, tasks, found.get("scores", ())) if works else (),
    )  # fmt: skip


def may_answer(unit_code: str, actor: Actor, area_code: str) -> bool:
    """Say whether somebody may answer an order: for its unit, or as whoever gives orders at the place."""
    posts = (Permission.CASES_HANDLE, Permission.CASES_DISPATCH, Permission.CASES_FILE)
    works = any(actor.may_anywhere(permission) for permission in posts)
    return (unit_code in actor.unit_codes and works) or actor.may(Permission.CASES_ORDER, area_code)


def may_see_scores(actor: Actor, case: Case) -> bool:
    """Say whether somebody reads all scores of a case: the two units read their own, command and leaders every one."""
    return any(actor.may(one, case.area_code) for one in (Permission.CASES_DISPATCH, Permission.CASES_ORDER))


def _shown(actor: Actor, case: Case, scores: Iterable[ScoreRow]) -> tuple[ScoreRow, ...]:
    if may_see_scores(actor, case):
        return tuple(scores)
    return tuple(one for one in scores if not actor.unit_codes.isdisjoint({one.from_unit, one.of_unit}))


def _to_rate(actor: Actor, tasks: Sequence[Task], scores: Iterable[ScoreRow]) -> tuple[str, ...]:
    parts = [joint.Part(task.unit_code, task.is_lead, task.state) for task in tasks]
    done = {(one.from_unit, one.of_unit) for one in scores}
    ended = {part.unit_code for part in parts if not part.is_lead and part.state in joint.WORKED}
    pairs = (pair for pair in joint.partners(parts, actor.unit_codes) if pair not in done)
    return tuple(of_unit for from_unit, of_unit in pairs if not ended.isdisjoint({from_unit, of_unit}))


def _gathered(case_id: UUID, wanted: tuple[str, ...]) -> dict[str, tuple[Any, ...]]:  # Any: rows of several shapes
    key = stored_form(columns_of(Case, "id")[0], case_id)
    with connection.cursor() as cursor:
        cursor.execute(_question(wanted, connection.vendor), [key] * len(wanted))
        answer = cursor.fetchone() or ()
    found = {}
    for part, told in zip(wanted, answer, strict=True):
        row = _ROWS[part][1]
        lines = json.loads(told) if isinstance(told, str) else told or []
        found[part] = tuple(sorted((_read(row, line) for line in lines), key=lambda one: one.at))
    return found


@lru_cache(maxsize=32)
def _question(wanted: tuple[str, ...], vendor: str) -> str:
    """Ask for the rows of several tables as one JSON list each."""
    array, made = ("json_agg", "json_build_array") if vendor == "postgresql" else ("json_group_array", "json_array")
    asked = []
    for part in wanted:
        model, row, _step = _ROWS[part]
        names = ", ".join(row.__dataclass_fields__)
        asked.append(f"(select {array}({made}({names})) from {model._meta.db_table} where case_id = %s)")  # noqa: S608 names of our own tables
    return f"select {', '.join(asked)}"


def _read(row: type[Any], line: Sequence[Any]) -> Any:  # Any: a row's own shape
    return row(*(_value(field.type, value) for field, value in zip(fields(row), line, strict=True)))


def _value(kind: Any, value: Any) -> object:  # Any: a JSON value and the type it stands for
    if value is None or kind in {str, int}:
        return value
    if kind in {UUID, UUID | None}:
        return UUID(value)
    if kind is dt.date:
        return dt.date.fromisoformat(value)
    at = dt.datetime.fromisoformat(value)
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)
