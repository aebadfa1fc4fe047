"""Who works beside whom on a case: the cases units are called in for, their parts, orders, meetings, items and scores."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Q, Subquery
from django.db.models.sql.compiler import SQLCompiler

from linli.cases.models import Task
from linli.cases.rules import joint

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


def helping(unit_codes: Iterable[str]) -> Q:
    """Select the cases that units are called in for and have not finished their part of."""
    parts = Task.objects.filter(unit_code__in=sorted(unit_codes), state__in=OPEN_PARTS, is_lead=False)
    return Q(_IsOneOf(F("pk"), Subquery(parts.order_by().values("case_id"))))
