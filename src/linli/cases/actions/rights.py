"""Ask for a right over one's data, and do what a granted request asks for: the new value lies sealed beside the case."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases import rules
from linli.cases.actions.noting import add_note
from linli.cases.actions.reporting import NewReport, Reported, report_case
from linli.cases.errors import CaseNotFound
from linli.cases.errors import rights as errors
from linli.cases.models import Case, CaseSubject
from linli.cases.queries.visible import case_visible_to
from linli.cases.rules.rights import KINDS, Right, RightRequest, check_request
from linli.core.ids import new_id
from linli.core.secrets import seal, unseal
from linli.core.statements import insert_row
from linli.register.actions.correcting import correct_resident
from linli.register.actions.erasing import Erasure, erase
from linli.register.queries.about_me import own_record, record_for
from linli.register.queries.standing import standing_of
from linli.register.queries.visible import area_of
from linli.staff.rules import RESIDENT, Actor, Command

CHANNEL = "portal"
AT_WORK = frozenset({"handling", "decided"})
RIGHT_NAMES: dict[str, str | Promise] = {
    Right.SEE: gettext_lazy("查阅"),
    Right.COPY: gettext_lazy("复制或转移"),
    Right.CORRECT: gettext_lazy("更正"),
    Right.DELETE: gettext_lazy("删除"),
    Right.EXPLAIN: gettext_lazy("解释说明"),
    Right.WITHDRAW: gettext_lazy("撤回同意"),
    Right.OBJECT: gettext_lazy("限制或拒绝处理"),
}
FIELD_NAMES: dict[str, str | Promise] = {
    "name": gettext_lazy("姓名"),
    "sex": gettext_lazy("性别"),
    "born_on": gettext_lazy("出生日期"),
    "id_number": gettext_lazy("身份证号"),
    "phone": gettext_lazy("电话"),
    "contacts": gettext_lazy("紧急联系人"),
    "all": gettext_lazy("全部登记信息"),
}


@transaction.atomic
def ask_for_right(request: RightRequest, *, by: Actor, command: Command) -> Reported:
    """Open the case of a request: of one's own record, a ward's, or as next of kin of somebody who has died."""
    check_request(request)
    if by.account_id is None:
        raise errors.PersonMissing(field="person")
    on = timezone.localdate(command.at)
    own = own_record(by.account_id, on=on)
    if request.resident_id is not None:
        record_for(by.account_id, request.resident_id, on=on)
    with translation.override(settings.LANGUAGE_CODE):
        title, text = _words(request)
    report = NewReport(
        text=text, title=title, channel=CHANNEL, area_code=area_of(request.resident_id or own.pk),
        kind_code=KINDS[request.right], account_id=by.account_id, reporter_name=own.name,
    )  # fmt: skip
    reported = report_case(report, command=Command(command.id, RESIDENT, command.at))
    if not CaseSubject.objects.filter(case=reported.case).exists():
        insert_row(_subject(reported.case, request))
    return reported


@transaction.atomic
def apply_right(case_id: UUID, *, command: Command) -> Case:
    """Correct or delete what a request asks for; whoever does so works on the case and may write the record."""
    case = case_visible_to(command.by, case_id)
    if not rules.may_see(case.standing, command.by):
        raise CaseNotFound
    subject = CaseSubject.objects.select_for_update().filter(case=case).first()
    if subject is None or subject.resident_id is None or subject.right not in {Right.CORRECT, Right.DELETE}:
        raise errors.NothingToApply
    if case.phase not in AT_WORK:
        raise errors.RightNotAccepted
    done = _corrected if subject.right == Right.CORRECT else _erased
    add_note(case.pk, command=Command(new_id(), command.by, command.at), text=done(case, subject, command))
    return case


def _corrected(case: Case, subject: CaseSubject, command: Command) -> str:
    if subject.resident_id is None or not subject.value_sealed:
        raise errors.NothingToApply
    reason = _("个人信息更正请求 %(number)s") % {"number": case.number}
    values = {subject.field: unseal(subject.value_sealed)}
    correct_resident(standing_of(subject.resident_id), command=command, values=values, source="self", reason=reason)
    CaseSubject.objects.filter(pk=subject.pk).update(value_sealed="")  # it stands in the register now
    return _("已按请求更正登记：%(field)s") % {"field": FIELD_NAMES[subject.field]}


def _erased(case: Case, subject: CaseSubject, command: Command) -> str:
    if subject.resident_id is None:
        raise errors.NothingToApply
    reason = _("个人信息删除请求 %(number)s") % {"number": case.number}
    erase(standing_of(subject.resident_id), Erasure(subject.field), command=command, reason=reason)
    return _("已按请求删除：%(field)s") % {"field": FIELD_NAMES[subject.field]}


def _subject(case: Case, request: RightRequest) -> CaseSubject:
    sealed = "\n".join(part for part in (request.value.strip(), request.died.strip()) if part)
    return CaseSubject(
        case=case, resident_id=request.resident_id, field=request.field, right=request.right.value,
        value_sealed=seal(sealed),
    )  # fmt: skip


def _words(request: RightRequest) -> tuple[str, str]:
    """Say what is asked for: never the value, never the name of whoever died."""
    title = _("个人信息请求：%(right)s") % {"right": RIGHT_NAMES[request.right]}
    if request.field:
        title += f"（{FIELD_NAMES[request.field]}）"
    who = _("由近亲属为去世的人提出。") if request.died else ""
    return title, "\n".join(part for part in (title, who, request.said.strip()) if part)
