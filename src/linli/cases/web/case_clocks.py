"""The clocks of a case as its page shows them: the stage's, the unit's, the resident's and the closing."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.cases.models import Case
from linli.cases.wording import Due, Word, due_said, span_said


@dataclass(frozen=True)
class Clock:
    """One clock: what it measures, when it runs out, how it stands."""

    name: Word
    due_at: dt.datetime
    due: Due


def clocks(case: Case, *, at: dt.datetime) -> list[Clock]:
    """List the clocks that have been started."""
    unit_done = case.responded_at or case.closed_at
    rows = (
        (gettext_lazy("本环节"), case.due_at if case.is_open else None, None),
        (gettext_lazy("责任单位处置"), case.handling_due_at, unit_done),
        (gettext_lazy("答复居民"), case.resident_due_at, case.closed_at),
        (pgettext_lazy("clock", "结案"), case.close_due_at, case.closed_at),
    )
    return [Clock(name, due_at, _stand(due_at, stopped_at, at)) for name, due_at, stopped_at in rows if due_at]


def _stand(due_at: dt.datetime, stopped_at: dt.datetime | None, at: dt.datetime) -> Due:
    if stopped_at is None:
        running = due_said(due_at, at=at)
        assert running is not None  # noqa: S101 told to the type checker: there is a due time
        return running
    if stopped_at <= due_at:
        return Due(_("按时完成"), is_late=False, is_soon=False)
    return Due(_("超时 %(span)s完成") % {"span": span_said(stopped_at - due_at)}, is_late=True, is_soon=False)
