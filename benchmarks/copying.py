"""Make many cases of few within the database: every copy has its own ids and number, and all its history.

An id is a UUID of version 7: its copies carry the number of the copy where the version stands, so they differ from it and
from each other and keep their order in time. A case number gets the copy's digit where the stored ones have a zero.
"""

from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import Model

from linli.cases.models import Case, CaseRecord, Task, TriageChoice

MOST_COPIES = 9
_VERSIONS = " 12345689a"  # what stands for the version 7 in each copy
_KEYS = {Case: ("id",), CaseRecord: ("id", "case_id"), Task: ("id", "case_id"), TriageChoice: ("case_id",)}


def copy_cases(copies: int) -> Iterator[int]:
    """Copy all stored cases so many times; give each copy's number when it is done."""
    for copy in range(1, copies + 1):
        with transaction.atomic(), connection.cursor() as cursor:
            for model in _KEYS:
                cursor.execute(_insertion(model, copy))
        yield copy


def copy_open_cases(source: str, copies: int) -> Iterator[int]:
    """Copy the rows of one source's cases, without their history: what a sweep looks at."""
    for copy in range(1, copies + 1):
        with connection.cursor() as cursor:
            cursor.execute(f"{_insertion(Case, copy)} and source = %s", [source])
        yield copy


def _insertion(model: type[Model], copy: int) -> str:
    """Read the originals only: their ids are of version 7, their numbers have a zero behind the day."""
    names = [field.attname for field in model._meta.concrete_fields]
    values = [_value(model, name, copy) for name in names]
    table, key = model._meta.db_table, _KEYS[model][-1]
    columns = ", ".join(f'"{name}"' for name in names)
    return f"insert into {table} ({columns}) select {', '.join(values)} from {table} where {_is_original(key)}"  # noqa: S608 our own names


def _value(model: type[Model], name: str, copy: int) -> str:
    if name in _KEYS[model]:
        return _id(name, copy)
    if model is Case and name == "number":
        return _number('"number"', copy)
    if model is CaseRecord and name == "changes":
        return _changes(copy)
    return f'"{name}"'


def _id(name: str, copy: int) -> str:
    if connection.vendor == "postgresql":
        return f"overlay(\"{name}\"::text placing '{_VERSIONS[copy]}' from 15)::uuid"
    return f'substr("{name}", 1, 12) || \'{_VERSIONS[copy]}\' || substr("{name}", 14)'


def _is_original(name: str) -> str:
    if connection.vendor == "postgresql":
        return f"substr(\"{name}\"::text, 15, 1) = '7'"
    return f"substr(\"{name}\", 13, 1) = '7'"


def _number(text: str, copy: int) -> str:
    return f"substr({text}, 1, 6) || '{copy}' || substr({text}, 8)"


def _changes(copy: int) -> str:
    """The opening record says the number as well, so that the history of a copy gives the copy."""
    if connection.vendor == "postgresql":
        number = _number("changes->>'number'", copy)
        return f"case when seq = 1 then jsonb_set(changes, '{{number}}', to_jsonb({number})) else changes end"
    number = _number("changes->>'$.number'", copy)
    return f"case when seq = 1 then json_set(changes, '$.number', {number}) else changes end"
