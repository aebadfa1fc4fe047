"""The log of reads and writes, and what stands out in it, as Excel workbooks: ids, fields and counts, never a value."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import IO

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from linli.core.models import AuditEntry
from linli.core.tables import safe_cell
from linli.register.models import RetentionRun
from linli.register.queries.audit import MOST_EXPORTED, LogFilters, log_lines
from linli.register.queries.naming_log import ACT_NAMES, SIGN_NAMES, fields_said, purpose_name, role_name
from linli.register.queries.standing_out import Shown
from linli.staff.rules import Actor


def write_log(actor: Actor, filters: LogFilters, file: IO[bytes]) -> None:
    """Write the lines the actor may see, the newest first."""
    head = (_("时间"), _("人员"), _("操作"), _("目的"), _("对象"), _("编号"), _("区域"), _("人数"), _("内容"))
    lines = log_lines(actor, filters)[:MOST_EXPORTED]
    _write(_("查阅和改动记录"), head, (_line(line) for line in lines.iterator(chunk_size=1_000)), file)


def write_signs(shown: Sequence[Shown], file: IO[bytes]) -> None:
    """Write whose readings stand out and why, with what was explained."""
    head = (_("人员"), _("岗位"), _("情况"), _("次数"), _("同岗位通常"), _("同岗位人数"), _("情况说明"), _("说明人"))
    _write(_("异常查阅"), head, (_sign(one) for one in shown), file)


def write_runs(runs: Iterable[RetentionRun], file: IO[bytes]) -> None:
    """Write what the retention job did, one line for each run and rule."""
    head = (_("时间"), _("截至"), _("方式"), _("数据"), _("字段"), _("处理"), _("行数"))
    rows = (
        (
            _local(run.at), run.on, _("试运行") if run.dry else _("执行"), line["model"], "、".join(line["fields"]),
            _("删除") if line["does"] == "delete" else _("清除"), line["rows"],
        )
        for run in runs
        for line in run.report
    )  # fmt: skip
    _write(_("到期清理"), head, rows, file)


def _write(title: str, head: Sequence[str], rows: Iterable[Sequence[object]], file: IO[bytes]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.append(list(head))
    for row in rows:
        sheet.append([safe_cell(value) for value in row])
    book.save(file)


def _line(line: AuditEntry) -> tuple[object, ...]:
    return (
        _local(line.at), line.by_name, str(ACT_NAMES.get(line.act, line.act)), purpose_name(line.purpose),
        line.subject_kind, line.subject_id, line.area_code, line.count, fields_said(line.detail),
    )  # fmt: skip


def _sign(one: Shown) -> tuple[object, ...]:
    standing, told = one.standing, one.explained
    return (
        standing.name, role_name(standing.role), str(SIGN_NAMES[standing.sign]), standing.count, standing.usual,
        standing.peers, told.reason if told else "", told.by_name if told else "",
    )  # fmt: skip


def _local(moment: dt.datetime) -> dt.datetime:
    return timezone.localtime(moment).replace(tzinfo=None, microsecond=0)
