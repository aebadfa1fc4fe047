"""A list of visits as an Excel workbook."""

from collections.abc import Sequence
from typing import IO

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.places import queries as places
from linli.register.exports.plain_book import write_book
from linli.visits.queries.lists import VisitRow
from linli.visits.queries.naming import STATE_NAMES


def write_list(rows: Sequence[VisitRow], file: IO[bytes], *, said: str) -> None:
    """Write one row for each visit: the day it was made, as a list of hours would be a worker's track."""
    head = (
        _("网格"), _("走访对象"), _("住址"), _("目的"), _("服务项目"), _("由来"), _("计划日期"), _("应访日期"), _("状态"),
        _("未遇次数"), _("走访时间"),
    )  # fmt: skip
    write_book(_("走访"), head, (_cells(row) for row in rows), file, said=said)


def _cells(row: VisitRow) -> tuple[object, ...]:
    made = f"{timezone.localtime(row.made_at):%Y-%m-%d}" if row.made_at else ""
    return (
        places.area_name(row.area_code), row.whom, row.address, row.purpose, row.programme, row.event, row.planned_on,
        row.due_on, STATE_NAMES.get(row.state, row.state), row.tries, made,
    )  # fmt: skip
