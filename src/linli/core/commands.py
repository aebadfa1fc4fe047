"""Commands: a change asked for through any door is applied exactly once."""

import datetime as dt
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Refused
from linli.core.models import AppliedCommand


class CommandIdReused(Refused):
    """One command id came with two different changes."""

    code = "core.command-id-reused"
    text = _("同一个操作编号不能用于两项不同的操作，请重新提交。")


_INSERT = """insert into core_appliedcommand (id, name, by, at, answer) values (%s, %s, %s, %s, %s)
             on conflict (id) do nothing"""


def first_answer(command_id: UUID) -> str | None:
    """Give the first answer to a command that was applied; None before."""
    return AppliedCommand.objects.filter(pk=command_id).values_list("answer", flat=True).first()


def is_applied(command_id: UUID, *, name: str, by: str, answer: str) -> bool:
    """Say whether somebody's command was applied and answered with exactly this."""
    return AppliedCommand.objects.filter(pk=command_id, name=name, by=by, answer=answer).exists()


def begin(command_id: UUID, *, name: str, by: str, at: dt.datetime, answer: str) -> str | None:
    """Claim a command id: None the first time, the first answer on a repeat.

    Call it inside the change's transaction: a change that fails gives the id free again.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("begin() belongs inside the change's transaction")  # noqa: EM101 a programmer's error
    key = AppliedCommand._meta.pk.get_db_prep_value(command_id, connection)
    when = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [key, name, by, when, answer])
        if cursor.rowcount == 1:
            return None
    first = AppliedCommand.objects.get(pk=command_id)
    if (first.name, first.by) != (name, by):
        raise CommandIdReused
    return first.answer
