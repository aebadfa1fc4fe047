"""The list of forms, the filled forms as the list shows them, and answers question by question, as Excel workbooks."""

import datetime as dt
import io
from collections.abc import Sequence

from django.utils.translation import gettext as _

from linli.core.moments import to_the_minute
from linli.forms.queries.asking import questions_of
from linli.forms.queries.listing import FormRow
from linli.forms.queries.submissions import Selection, SubmissionRow, answer_cells, answer_columns
from linli.forms.wording import FORM_STATES, SUBMISSION_STATES, TARGET_NAMES
from linli.places import queries as places
from linli.register.exports.plain_book import write_book
from linli.staff.rules import Actor


def forms_book(rows: Sequence[FormRow], *, by: Actor, at: dt.datetime) -> bytes:
    """Write the forms with who answers for them and how much of them was asked before."""
    head = [
        _("编码"), _("名称"), _("版本"), _("状态"), _("对象"), _("责任单位"), _("提出单位"), _("目的"), _("准入清单编号"),
        _("区域"), _("到期"), _("问题数"), _("登记已有"), _("登记已有比例"), _("其他表单已问"), _("收到填报"),
    ]  # fmt: skip
    lines = [
        [
            row.code, row.title, row.version, FORM_STATES["over" if row.is_over else row.state], TARGET_NAMES[row.target],
            row.owner, row.asked_by, row.purpose, row.list_reference, places.area_name(row.area_code), row.expires_on,
            row.asked, row.known, f"{row.known_share}%", row.elsewhere, row.submissions,
        ]
        for row in rows
    ]  # fmt: skip
    return _book(_("表单"), head, lines, by=by, at=at)


def submissions_book(rows: Sequence[SubmissionRow], *, by: Actor, at: dt.datetime, is_cut: bool = False) -> bytes:
    """Write filled forms as the list shows them: no answers, whom they are about masked; say so where there are more."""
    head = [
        _("收到时间"), _("填写日期"), _("表单"), _("版本"), _("网格代码"), _("网格"), _("对象"), _("填写人"), _("状态"), _("附件"),
    ]  # fmt: skip
    lines = [
        [
            to_the_minute(row.received_at), row.filled_on, row.title, row.version, row.area_code, row.area, row.whom, row.by_name,
            SUBMISSION_STATES[row.state], row.files,
        ]
        for row in rows
    ]  # fmt: skip
    return _book(_("填报"), head, lines, by=by, at=at, more=_cut(len(rows)) if is_cut else "")


def answers_book(found: Selection, *, by: Actor, at: dt.datetime, said: str, purpose: str) -> bytes:
    """Write the answers of one form, a line for each filled form and a column for each question of any of its versions."""
    columns: dict[str, str] = {}
    versions = {row.version_id: row.version for row in found.rows}
    asked = {pk: questions_of(version) for pk, version in versions.items()}
    for questions in asked.values():
        columns |= dict(answer_columns(questions))
    head = [_("收到时间"), _("填写日期"), _("网格代码"), _("填写人"), *columns.values()]
    lines = []
    for row in found.rows:
        cells = dict(answer_cells(row, asked[row.version_id]))
        first = [to_the_minute(row.received_at), row.filled_on, row.area_code, row.by_name]
        lines.append([*first, *(cells.get(path, "") for path in columns)])
    more = _("目的：%(purpose)s；说明：%(said)s。仅限上述目的使用。") % {"purpose": purpose, "said": said or "—"}
    left_out = _("%(count)s 份没有列入：目的须本人同意，居民没有同意、已经撤回，或还不知道是谁。") % {
        "count": found.closed
    }
    told = [_cut(len(lines) + found.closed) if found.is_cut else "", left_out if found.closed else "", more]
    return _book(_("答案"), head, lines, by=by, at=at, more="　".join(one for one in told if one))


def _cut(most: int) -> str:
    return _("这里是 %(most)s 份，还有更早的；请在填报页分几部分导出。") % {"most": most}


def _book(
    title: str, head: Sequence[str], lines: Sequence[Sequence[object]], *, by: Actor, at: dt.datetime, more: str = ""
) -> bytes:
    out = io.BytesIO()
    facts = {"name": by.name, "at": to_the_minute(at), "count": len(lines)}
    told = _("%(name)s 导出于 %(at)s，共 %(count)s 行") % facts
    write_book(title, head, lines, out, said=f"{told}　{more}".strip("　"))
    return out.getvalue()
