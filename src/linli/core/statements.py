"""Statements of the hot path: their SQL is put together once per process, not once per row.

The ORM spends more on composing a statement than the database on answering it; where every request runs the same one,
that is most of its cost. What a field makes of its value on the way in and out stays the field's own business.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import DateTimeField, Field, Model, QuerySet, TextField
from django.db.models.functions import Cast

type AnyField = Field[Any, Any]  # Any: the field's own Python type does not matter here
type Stored = Any  # Any: whatever the database takes
type Converter = Callable[[Any, Any, Any], object]  # Any: Django's own shape

# Stands in a kept statement for the moment at which it is run; nothing of ours ever happened then.
MOMENT = dt.datetime(1901, 2, 3, 4, 5, 6, 7, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Kept:
    """A statement put together once and run again and again."""

    sql: str
    values: tuple[Stored, ...]
    moments: tuple[int, ...]

    def values_at(self, at: dt.datetime) -> list[Stored]:
        """Give the values with the moment of the run in its places."""
        values = list(self.values)
        for place in self.moments:
            values[place] = _moment_stored(at)
        return values


def kept(rows: QuerySet[Any, Any]) -> Kept | None:  # Any: rows of every shape
    """Put a query together, MOMENT where it asks for the time of the run; None where it can find nothing."""
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    values, moment = tuple(params), _moment_stored(MOMENT)
    return Kept(sql, values, tuple(place for place, value in enumerate(values) if value == moment))


def as_text(column: str) -> Cast:
    """Ask for a column as text, whatever it is: for ids that are only passed on."""
    return Cast(column, TextField())


def insert_row(row: Model, *, unless_taken: str = "") -> bool:
    """Store one new row, as `save(force_insert=True)` would for a model without parents, signals or values of the database.

    With `unless_taken`, a row whose value of that unique field stands already is left out, and the answer is False.
    """
    sql, columns = _insertion(type(row), unless_taken, connection.vendor)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in columns]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        if unless_taken and not cursor.rowcount:
            return False
    row._state.adding = False
    row._state.db = connection.alias
    return True


def fresh_row[M: Model](model: type[M], /, **values: object) -> M:
    """Make a new row of values by attribute name, as `model(**values)` does, at less than half of its time."""
    blank = _blank(model)
    if not values.keys() <= blank.keys():
        raise TypeError(values.keys() - blank.keys())
    return model(*[values[name] if name in values else usual() for name, usual in blank.items()])


def update_row(row: Model, names: Sequence[str]) -> None:
    """Store some values of a row that is there already."""
    sql, columns = _change(type(row), tuple(names), connection.vendor)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in columns]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, stored_form(_key(type(row)), row.pk)])


def find_row[M: Model](model: type[M], key: object, *, lock: bool = False) -> M | None:
    """Read one row by its key; `lock` keeps others from changing it until the transaction ends."""
    sql, names = _selection(model, connection.vendor, lock=lock)
    columns = tuple(model._meta.concrete_fields)
    rows = select_rows(sql, [stored_form(_key(model), key)], columns)
    return model.from_db(connection.alias, names, rows[0]) if rows else None


def select_rows(sql: str, values: Sequence[Stored], fields: Sequence[AnyField]) -> list[tuple[Any, ...]]:
    """Read rows with SQL of our own; each column is turned into Python as its field would."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    turned = [
        (place, field, found) for place, field in enumerate(fields) if (found := _converters(field, connection.vendor))
    ]
    return [_turned(row, turned) for row in rows] if turned else rows


def stored_form(field: AnyField, value: object) -> Stored:
    """Give a value as the database takes it, for a statement of our own."""
    return field.get_db_prep_value(value, connection)


def columns_of(model: type[Model], *names: str) -> tuple[AnyField, ...]:
    """Give the fields behind columns, by the attribute (`unit_id`) or the field's name (`unit`)."""
    known: dict[str, AnyField] = {}
    for field in model._meta.concrete_fields:
        known[field.name] = known[field.attname] = field
    return tuple(known[name] for name in names)


def _moment_stored(at: dt.datetime) -> Stored:
    return _ANY_MOMENT.get_db_prep_value(at, connection)


_ANY_MOMENT = DateTimeField[Any, Any]()


@cache
def _blank(model: type[Model]) -> dict[str, Callable[[], object]]:
    """Give each column's attribute with what makes its usual value."""
    return {field.attname: field.get_default for field in model._meta.concrete_fields}


@cache
def _insertion(model: type[Model], unless_taken: str, _vendor: str) -> tuple[str, tuple[AnyField, ...]]:
    quote = connection.ops.quote_name
    columns = tuple(model._meta.concrete_fields)
    names = ", ".join(quote(str(field.column)) for field in columns)
    marks = ", ".join(["%s"] * len(columns))
    sql = f"insert into {quote(model._meta.db_table)} ({names}) values ({marks})"  # noqa: S608 names of our own tables
    taken = [quote(str(field.column)) for field in columns_of(model, unless_taken)] if unless_taken else []
    return f"{sql} on conflict ({taken[0]}) do nothing" if taken else sql, columns


@cache
def _change(model: type[Model], names: tuple[str, ...], _vendor: str) -> tuple[str, tuple[AnyField, ...]]:
    quote = connection.ops.quote_name
    columns = columns_of(model, *names)
    assigned = ", ".join(f"{quote(str(field.column))} = %s" for field in columns)
    where = f"{quote(str(_key(model).column))} = %s"
    return f"update {quote(model._meta.db_table)} set {assigned} where {where}", columns  # noqa: S608 as above


@cache
def _selection(model: type[Model], _vendor: str, *, lock: bool) -> tuple[str, tuple[str, ...]]:
    quote = connection.ops.quote_name
    columns = model._meta.concrete_fields
    names = ", ".join(quote(str(field.column)) for field in columns)
    locked = " for update" if lock and connection.features.has_select_for_update else ""
    where = f"{quote(str(_key(model).column))} = %s{locked}"
    sql = f"select {names} from {quote(model._meta.db_table)} where {where}"  # noqa: S608 as above
    return sql, tuple(field.attname for field in columns)


def _key(model: type[Model]) -> AnyField:
    found: AnyField = model._meta.pk
    return found


@cache
def _converters(field: AnyField, _vendor: str) -> tuple[Converter, ...]:
    expression = field.cached_col
    return (*connection.ops.get_db_converters(expression), *field.get_db_converters(connection))


def _turned(row: Sequence[object], fields: Sequence[tuple[int, AnyField, tuple[Converter, ...]]]) -> tuple[object, ...]:
    values = list(row)
    for place, field, converters in fields:
        for convert in converters:
            values[place] = convert(values[place], field.cached_col, connection)
    return tuple(values)
