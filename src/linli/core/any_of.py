"""Ask for thousands of values at once: they travel as one array, not as thousands of parameters."""

import json
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Expression, F
from django.db.models.sql.compiler import SQLCompiler


class AnyOf(Expression):
    """That a column holds one of many values (texts or ids): a condition for `filter`."""

    conditional = True

    def __init__(self, column: str, values: Collection[str] | Collection[UUID]) -> None:
        super().__init__(output_field=BooleanField())
        self._lhs: Any = F(column)  # Any: F before it is resolved, a column afterwards
        self._values = list(values)

    def get_source_expressions(self) -> list[Any]:  # Any: as above
        """Give the column, to be resolved."""
        return [self._lhs]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:  # Any: as above
        """Take the resolved column."""
        (self._lhs,) = exprs

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:  # Any: what drivers take
        """Write it for the store at hand."""
        column, params = compiler.compile(self._lhs)
        if connection.vendor == "postgresql":
            return f"{column} = any(%s)", (*params, self._values)
        plain = [value.hex if isinstance(value, UUID) else value for value in self._values]
        condition = f"{column} in (select value from json_each(%s))"  # noqa: S608 the column's own name
        return condition, (*params, json.dumps(plain))
