"""Store many rows quickly: COPY on PostgreSQL, one prepared insert on SQLite; no effects beside the rows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import (
    BinaryField,
    DateField,
    DateTimeField,
    Field,
    ForeignKey,
    JSONField,
    Model,
    TimeField,
    UUIDField,
)

_BATCH = 5_000
_ADAPTED = (UUIDField, DateTimeField, DateField, TimeField, JSONField, BinaryField)

type Row = tuple[object, ...]
type Adapter = Callable[[object], object]


def insert_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Insert rows given as plain tuples in the order of `columns` (attribute names); say how many.

    Constraints of the database hold; defaults of the model do not: every column without a database default is named.
    """
    fields = [_field(model, name) for name in columns]
    adapters = [
        (place, _adapter(field)) for place, field in enumerate(map(_value_field, fields)) if isinstance(field, _ADAPTED)
    ]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    target = f"{connection.ops.quote_name(model._meta.db_table)} ({names})"
    ready = (_adapted(row, adapters) for row in rows)
    return _copy(target, ready) if connection.vendor == "postgresql" else _insert(target, len(fields), ready)


def _field(model: type[Model], name: str) -> "Field[Any, Any]":  # Any: the field's own Python type does not matter here
    return next(field for field in model._meta.concrete_fields if field.attname == name)


def _value_field(field: "Field[Any, Any]") -> "Field[Any, Any]":  # Any: as above
    return field.target_field if isinstance(field, ForeignKey) else field


def _adapter(field: "Field[Any, Any]") -> Adapter:  # Any: as above
    if isinstance(field, UUIDField) and connection.vendor == "sqlite":
        return lambda value: value.hex if value is not None else None  # type: ignore[attr-defined]  # a UUID
    return partial(field.get_db_prep_save, connection=connection)


def _adapted(row: Row, adapters: Sequence[tuple[int, Adapter]]) -> Sequence[object]:
    values = list(row)
    for place, adapt in adapters:
        values[place] = adapt(values[place])
    return values


def _copy(target: str, rows: Iterable[Sequence[object]]) -> int:
    count = 0
    with connection.cursor() as cursor, cursor.copy(f"copy {target} from stdin") as copy:
        for count, row in enumerate(rows, start=1):  # noqa: B007 the count is the answer
            copy.write_row(row)
    return count


def _insert(target: str, width: int, rows: Iterable[Sequence[object]]) -> int:
    count = 0
    marks = ", ".join(["%s"] * width)
    with connection.cursor() as cursor:
        for batch in _batches(rows):
            sql = f"insert into {target} values ({marks})"  # noqa: S608 names of our own tables
            cursor.executemany(sql, batch)  # type: ignore[arg-type]  # whatever the adapters made of the values
            count += len(batch)
    return count


def _batches(rows: Iterable[Sequence[object]]) -> Iterator[list[Sequence[object]]]:
    walk = iter(rows)
    while batch := list(islice(walk, _BATCH)):
        yield batch
