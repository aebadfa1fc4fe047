"""Retention runs by itself: what is declared to be kept for so long is deleted or cleared when its time is over (rule 6).

How long stands in the declarations alone; a room's rules say only which rows the event has happened to, and whether the
row goes or its values. A test holds the rules against the declarations: no personal field is left without one.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model, QuerySet

from linli.core.personal_data import personal_fields

BATCH = 1_000

type Rows = QuerySet[Model]
type Keys = Sequence[Any]  # Any: whatever identifies the rows of a model


@dataclass(frozen=True)
class Rule:
    """What happens to the values of one model when their time is over.

    `expired` is given the day before which the event must lie. Without `clear` the rows go.
    """

    model: str
    fields: tuple[str, ...]
    expired: Callable[[dt.date], Rows]
    clear: Mapping[str, object] | None = None
    forget: Callable[[Keys], None] | None = None  # where a row is more than a row
    days_given: int | None = None  # where a purpose's own, shorter time runs

    @property
    def days(self) -> int:
        """The longest time declared for the fields."""
        if self.days_given is not None:
            return self.days_given
        declared = personal_fields()[self.model]
        return max(declared[field].retention.days for field in self.fields)


@dataclass(frozen=True)
class Forgotten:
    """How many rows of a model were deleted, or how many had values cleared."""

    model: str
    fields: tuple[str, ...]
    does: str  # delete, clear
    rows: int


def forget_expired(rules: Iterable[Rule], *, on: dt.date, dry: bool = False) -> list[Forgotten]:
    """Apply rules in their order, in short transactions; `dry` only counts."""
    return [
        Forgotten(rule.model, rule.fields, "delete" if rule.clear is None else "clear", rows)
        for rule in rules
        if (rows := _count(rule, on) if dry else _forget(rule, on))
    ]


def fields_reached(rules: Iterable[Rule]) -> set[tuple[str, str]]:
    """Name the fields that some rule takes care of."""
    return {(rule.model, field) for rule in rules for field in rule.fields}


def every_field(model: str) -> tuple[str, ...]:
    """Name all personal fields of a model: what goes with its row."""
    return tuple(personal_fields()[model])


def _count(rule: Rule, on: dt.date) -> int:
    return rule.expired(on - dt.timedelta(days=rule.days)).count()


def _forget(rule: Rule, on: dt.date) -> int:
    done, expired = 0, rule.expired(on - dt.timedelta(days=rule.days)).order_by("pk")
    while True:
        with transaction.atomic():
            keys = list(expired.values_list("pk", flat=True)[:BATCH])
            if not keys:
                return done
            _apply(rule, keys)
        done += len(keys)


def _apply(rule: Rule, keys: Keys) -> None:
    if rule.forget is not None:
        rule.forget(keys)
        return
    rows = apps.get_model(rule.model)._base_manager.filter(pk__in=keys)
    if rule.clear is None:
        rows._raw_delete(rows.db)  # what hangs on it has a rule and a time of its own
    else:
        rows.update(**rule.clear)
