"""Say why readings that stand out were in order: kept with who says so, and told to the reader."""

import datetime as dt

from django.db import transaction

from linli.core import audit
from linli.core.audit import Act
from linli.core.errors import NotAllowed
from linli.register import errors
from linli.register.actions.recording import begin
from linli.register.models import ReadingExplained
from linli.register.queries.standing_out import Period, shown_signs
from linli.register.rules.readings import Sign
from linli.staff.rules import Command, Permission

MOST_REASON = 300


@transaction.atomic
def explain_readings(reader: str, *, command: Command, sign: str, period: Period, reason: str) -> ReadingExplained:
    """Keep why somebody's readings in a period were in order; nobody explains their own."""
    by = command.by
    if not by.may_anywhere(Permission.AUDIT_VIEW) or reader == by.key:
        raise NotAllowed
    if not reason.strip():
        raise errors.ExplanationMissing(field="reason")
    found = [one for one in shown_signs(by, period) if (one.standing.reader, one.standing.sign) == (reader, sign)]
    if not found:
        raise errors.NothingStandsOut
    area = min(by.prefixes(Permission.AUDIT_VIEW), key=len)
    row = ReadingExplained(
        reader=reader, area_code=area, sign=Sign(sign).value, until=_until(found[0].newest, command.at),
        reason=reason.strip()[:MOST_REASON], at=command.at, by=by.key[:40], by_name=by.name[:40],
    )  # fmt: skip
    if (first := begin(command, "explain-readings", answer=row.pk)) is not None:
        return ReadingExplained.objects.get(pk=first)
    row.save(force_insert=True)
    detail = {"act": "explain-readings", "sign": sign}
    audit.note(
        audit.Line(Act.SIGN, by.key, by.name, command.at, area, subject_kind="reader", subject_id=reader, detail=detail)
    )
    return row


def _until(newest: dt.datetime, at: dt.datetime) -> dt.datetime:
    """Explain what was read so far; the clock of the log may be ahead of this one by a moment."""
    return max(newest, at)
