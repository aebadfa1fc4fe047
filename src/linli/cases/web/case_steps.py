"""The forms on a case page: one for each step this person may take now, and no other."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from linli.cases.catalogue import KindDeclaration
from linli.cases.queries.detail import CaseDetail
from linli.cases.queries.naming import purposes_named
from linli.cases.rules import StepName, missing_evidence
from linli.cases.web.advance_forms import declared_steps, named_by
from linli.cases.web.step_forms import (
    DispatchForm,
    FilingForm,
    PhotosForm,
    RefusalForm,
    SettlementForm,
    StepForm,
    VisitBackForm,
)
from linli.cases.web.steps import SPECS, StepSpec
from linli.core.installation import installation
from linli.staff import queries as staff

SAME_MATTER = "same-matter"  # the catalogue's reason for what is in hand already


@dataclass(frozen=True)
class Rejected:
    """A form that was sent in and refused: shown again with what was typed."""

    noun: str
    form: StepForm


@dataclass(frozen=True)
class StepPanel:
    """One step and its form."""

    spec: StepSpec
    form: StepForm
    is_open: bool
    hint: str = ""


@dataclass(frozen=True)
class Proposed:
    """What the page puts into fresh forms: the kind triage suggests, the case this one was found to repeat."""

    kind: str = ""
    duplicate_of: str = ""


def panels(detail: CaseDetail, *, proposed: Proposed, rejected: Rejected | None = None) -> list[StepPanel]:
    """Make the forms; the one refused or asked for is open, else the first that moves the case on."""
    declared = [spec for code, spec in declared_steps(detail.case).items() if code in detail.steps]
    coded = [
        named_by(detail.case, spec)
        for spec in SPECS.values()
        if spec.steps & set(detail.steps) and not _is_idle(spec, detail)
    ]
    allowed = sorted([*declared, *coded], key=lambda spec: spec.aside)
    main = next((spec.noun for spec in allowed if not spec.aside), "")
    opened = {rejected.noun} if rejected else {"refusal", "merging"} if proposed.duplicate_of else {main}
    return [
        StepPanel(spec, _form(spec, detail, proposed, rejected), spec.noun in opened, _hint(spec, detail))
        for spec in allowed
    ]


def _is_idle(spec: StepSpec, detail: CaseDetail) -> bool:
    """Leave out settling where the kind does not allow it, and calling back whoever has rated this closing already."""
    if spec.idle and spec.idle(detail):
        return True
    if spec.form is VisitBackForm:
        return any(rating.round == detail.case.reopens for rating in detail.ratings)
    return spec.form is SettlementForm and detail.kind is not None and not detail.kind.on_spot


def _form(spec: StepSpec, detail: CaseDetail, proposed: Proposed, rejected: Rejected | None) -> StepForm:
    if rejected and rejected.noun == spec.noun:
        form = rejected.form
    else:
        form = spec.form.fresh(spec.noun, **_initial(spec, detail, proposed))
    if spec.fit:
        spec.fit(form, detail)
    if isinstance(form, DispatchForm):
        form.offer("unit", _units(detail))
    if isinstance(form, FilingForm) and not detail.may_read:
        form.offer("kind", [("", _("按登记的类别"))])
    return form


def _initial(spec: StepSpec, detail: CaseDetail, proposed: Proposed) -> dict[str, object]:
    case = detail.case
    if "kind" in spec.form.base_fields and detail.may_read:
        return {"kind": case.kind_code or proposed.kind}
    if spec.form is RefusalForm and proposed.duplicate_of:
        return {"reason_code": SAME_MATTER, "duplicate_number": proposed.duplicate_of}
    if spec.noun == "merging" and proposed.duplicate_of:
        return {"number": proposed.duplicate_of}
    if spec.form is PhotosForm:
        return {"purpose": "before" if case.unit_code else "report"}
    return {}


def _units(detail: CaseDetail) -> list[tuple[str, Any]]:  # Any: Django's choices nest
    """List the units: first the one the duty names, then those that cover the place, then the others."""
    found = staff.known_units(installation().root_code or detail.case.area_code[:6])
    near = [(unit.code, unit.name) for unit in found if detail.case.area_code.startswith(unit.area_code)]
    far = [(unit.code, unit.name) for unit in found if not detail.case.area_code.startswith(unit.area_code)]
    owner = detail.owner
    first = _("建议：%(unit)s") % {"unit": owner.unit_name} if owner else _("请选择责任单位")
    groups: list[tuple[str, Any]] = [("", first)]
    return groups + [(name, units) for name, units in ((_("本地单位"), near), (_("其他单位"), far)) if units]


def _hint(spec: StepSpec, detail: CaseDetail) -> str:
    kind = detail.kind if detail.may_read else None
    if spec.noun == "answer" and kind:
        return "\n".join(said for said in (_rework_said(detail), _evidence_said(detail, kind)) if said)
    if spec.noun == "filing" and kind:
        return _("立案条件：%(condition)s") % {"condition": kind.filing_condition}
    if spec.noun in {"check", "closure"} and kind:
        return _("结案条件：%(condition)s") % {"condition": kind.closing_condition}
    return ""


def _rework_said(detail: CaseDetail) -> str:
    """Repeat to the unit why the check sent its answer back."""
    failed = next((record for record in reversed(detail.records) if record.name == StepName.FAIL_CHECK), None)
    return _("上次核查不通过：%(reason)s") % {"reason": failed.note} if failed else ""


def _evidence_said(detail: CaseDetail, kind: KindDeclaration) -> str:
    missing = missing_evidence(kind.evidence, [photo.purpose for photo in detail.photos])
    return _("这类案卷还须上传%(missing)s照片。") % {"missing": purposes_named(missing)} if missing else ""
