"""The register of purposes at the desk: every purpose with its basis and fields, and the impact assessments that open it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.register.actions import assessments as actions
from linli.register.models import ImpactAssessment
from linli.register.queries.agreements import (
    READERS,
    Standing,
    answer_rows,
    assessment_for,
    assessment_standing,
    assessments_of,
    purpose_row,
)
from linli.register.queries.consents import newest_notice
from linli.register.queries.purposes import PurposeRow, purposes_register
from linli.register.web.purpose_forms import AssessmentForm, SignForm
from linli.register.web.purpose_words import BASES, PARTS, STANDINGS, attributes, word
from linli.register.web.steps import press, take, workbook
from linli.staff.rules import Command, Permission
from linli.staff.web.access import StaffRequest, needs


@never_cache
@require_safe
@needs(*READERS)
def purposes(request: StaffRequest) -> HttpResponse:
    rows = [_facts(row) for row in purposes_register()]
    return render(request, "register/purposes.html", {"rows": rows})


@never_cache
@require_safe
@needs(*READERS)
def export(request: StaffRequest) -> HttpResponse:
    head = [_("目的"), _("依据"), _("法律"), _("敏感"), _("状态"), _("字段"), _("保存天数"), _("评估有效期至")]
    lines = (
        (
            str(row.purpose.name), word(BASES, row.purpose.basis), row.purpose.law,
            _("是") if row.purpose.sensitive else "", _("已开启") if row.is_open else _("未开启"),
            "、".join(map(str, attributes(row.purpose.attributes))), row.purpose.retention_days,
            row.assessment.review_by if row.assessment else None,
        )
        for row in purposes_register()
    )  # fmt: skip
    return workbook(request, "purposes", _("目的登记"), head, lines)


@never_cache
@require_safe
@needs(*READERS)
def purpose(request: StaffRequest, code: str) -> HttpResponse:
    row, on = purpose_row(code), timezone.localdate()
    context = _facts(row) | {
        "notice": newest_notice(row.purpose) if row.purpose.notice else None,
        "assessments": [(one, word(STANDINGS, assessment_standing(one, on=on))) for one in assessments_of(code)],
    }
    return render(request, "register/purpose.html", context)


@never_cache
@needs(*READERS)
def new_assessment(request: StaffRequest, code: str) -> HttpResponse:
    """Draft an assessment: every question of the template."""
    row = purpose_row(code)
    made = list[ImpactAssessment]()
    form = AssessmentForm(request.POST) if request.method == "POST" else AssessmentForm.fresh("assessment")

    def draft(command: Command) -> None:
        made.append(actions.draft_assessment(code, form.answers(), command=command))

    if form.is_bound and take(request, form, draft, done=_("评估已起草，请另一位负责人签署。")):
        return redirect("register:assessment", made[0].pk)
    parts = [(word(PARTS, part), fields) for part, fields in form.parts()]
    context = _facts(row) | {"form": form, "parts": parts}
    return render(request, "register/assessment_form.html", context, status=400 if form.is_bound else 200)


@never_cache
@require_safe
@needs(*READERS)
def assessment(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    return _show(request, assessment_id)


@never_cache
@require_POST
@needs(Permission.PURPOSES_KEEP)
def signature(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    form = SignForm(request.POST, auto_id="sign_%s")

    def sign(command: Command) -> object:
        return actions.sign_assessment(assessment_id, command=command, review_by=form.cleaned_data["review_by"])

    if take(request, form, sign, done=_("已签署。")):
        return redirect("register:assessment", assessment_id)
    return _show(request, assessment_id, form)


@require_POST
@needs(Permission.PURPOSES_KEEP)
def revocation(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    press(
        request, lambda command: actions.revoke_assessment(assessment_id, command=command), done=_("已撤销。")
    )  # fmt: skip
    return redirect("register:assessment", assessment_id)


def _show(request: StaffRequest, assessment_id: UUID, refused: SignForm | None = None) -> HttpResponse:
    row = assessment_for(request.actor, assessment_id)
    standing = assessment_standing(row, on=timezone.localdate())
    keeps = request.actor.may_anywhere(Permission.PURPOSES_KEEP)
    grouped: dict[str, list[object]] = {}
    for one in answer_rows(row):
        grouped.setdefault(one.part, []).append(one)
    context = _facts(purpose_row(row.purpose_code)) | {
        "row": row,
        "standing": word(STANDINGS, standing),
        "parts": [(word(PARTS, part), answers) for part, answers in grouped.items()],
        "sign_form": refused or (SignForm.fresh("sign") if keeps and standing is Standing.DRAFT else None),
        "may_revoke": keeps and row.revoked_at is None,
    }
    return render(request, "register/assessment.html", context, status=400 if refused else 200)


def _facts(row: PurposeRow) -> dict[str, object]:
    return {
        "purpose": row.purpose,
        "is_open": row.is_open,
        "basis": word(BASES, row.purpose.basis),
        "fields": attributes(row.purpose.attributes),
        "assessment": row.assessment,
    }
