"""A case's row as the fold of its records: which values it has, and how they stand in JSON."""

import datetime as dt
from enum import Enum
from uuid import UUID

from linli.cases.models import Case

# `sweep_at` only says when to look again; a changed ladder moves it without a step.
PROJECTED = tuple(
    field.attname for field in Case._meta.concrete_fields if field.attname not in {"id", "version", "sweep_at"}
)
EMPTY: dict[str, object] = {name: getattr(Case(), name) for name in PROJECTED}


def said_values(case: Case) -> dict[str, object]:
    """List the values of a case that say something: those which differ from an empty case's."""
    return {name: value for name in PROJECTED if (value := getattr(case, name)) != EMPTY[name]}


def plain(value: object) -> object:
    """Turn a field's value into JSON: times in UTC ISO form, ids and enums as text."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value.value if isinstance(value, Enum) else value
