"""The forms as the desk lists them: who answers for each, until when, and how much of it was asked before."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import BinaryField, Count, Q
from django.db.models.functions import Substr
from django.utils import timezone

from linli.forms import errors
from linli.forms.models import Form, FormFile, FormVersion, Submission
from linli.forms.queries.asking import questions_of
from linli.forms.queries.visible import may_admit
from linli.forms.rules import LISTS, FormState, compare, is_over
from linli.register.catalogue import declared
from linli.staff import queries as staff
from linli.staff.rules import Actor, Permission

READERS = (Permission.FORMS_ADMIT, Permission.FORMS_REVIEW)
_BEGINS_LINES, _BEGINS_BYTES = 4, 400  # of a list


@dataclass(frozen=True)
class FileBeside:
    """A file that a version leans on, as it is listed; a table with its first lines."""

    pk: UUID
    name: str
    size_bytes: int
    begins: tuple[str, ...]


@dataclass(frozen=True)
class FormRow:
    """One form of the list."""

    code: str
    title: str
    state: str
    is_over: bool
    version: str
    owner: str
    asked_by: str
    purpose: str
    list_reference: str
    area_code: str
    target: str
    expires_on: dt.date | None
    days_left: int | None
    asked: int
    known: int
    elsewhere: int
    submissions: int

    @property
    def known_share(self) -> int:
        """How many of a hundred questions the register answers."""
        return round(self.known * 100 / self.asked) if self.asked else 0

    @property
    def elsewhere_share(self) -> int:
        """How many of a hundred questions other forms ask as well."""
        return round(self.elsewhere * 100 / self.asked) if self.asked else 0


def form_rows(actor: Actor) -> list[FormRow]:
    """List the forms of somebody's area, those that end soonest first; drafts for those who admit. Four queries at most."""
    forms = [form for form in Form.objects.order_by("expires_on", "code") if may_see(actor, form)]
    rows = FormVersion.objects.filter(form__in=[form.pk for form in forms]).defer("xlsform", "xform")
    versions: dict[str, FormVersion] = {}
    for row in rows.order_by("uploaded_at"):
        versions[row.form_id] = row
        versions[f"{row.form_id} {row.version}"] = row
    scope, twice = _counted(actor), _asked_twice(list(versions.values()), forms)
    counts = dict(
        Submission.objects.filter(scope).values("form_id").annotate(many=Count("id")).values_list("form_id", "many")
    )
    return [_row(form, versions, twice.get(form.code), counts.get(form.code, 0)) for form in forms]


def forms_asked() -> Sequence[Form]:
    """List every form that was ever admitted, for choosing whose filled forms to look at."""
    return tuple(Form.objects.filter(admitted_at__isnull=False).order_by("code"))


def form_seen_by(actor: Actor, code: str) -> Form:
    """Find a form of somebody's area."""
    form = Form.objects.filter(pk=code).first()
    if form is None or not may_see(actor, form):
        raise errors.FormNotFound
    return form


def versions_of(form: Form) -> Sequence[FormVersion]:
    """List a form's versions, the newest first."""
    return tuple(form.versions.defer("xlsform").order_by("-uploaded_at"))


def files_beside(version: FormVersion) -> Sequence[FileBeside]:
    """List the files that a version leans on; of a list its first lines, so that whoever looks sees words and no nonsense."""
    begins = Substr("content", 1, _BEGINS_BYTES, output_field=BinaryField())
    rows = version.files.order_by("name").values_list("pk", "name", "size_bytes", "media_type", begins)
    return tuple(
        FileBeside(pk, name, size, _first_lines(bytes(start)) if media_type == LISTS[".csv"] else ())
        for pk, name, size, media_type, start in rows
    )


def _first_lines(start: bytes) -> tuple[str, ...]:
    return tuple(start.decode(errors="ignore").splitlines()[:_BEGINS_LINES])


def file_seen_by(actor: Actor, code: str, version: str, file_id: UUID) -> FormFile:
    """Find a file of a version that somebody may look at."""
    found = version_seen_by(actor, code, version).files.filter(pk=file_id).first()
    if found is None:
        raise errors.FileGone
    return found


def version_seen_by(actor: Actor, code: str, version: str) -> FormVersion:
    """Find one version of a form of somebody's area."""
    form = form_seen_by(actor, code)
    row = FormVersion.objects.select_related("form").filter(form=form, version=version).first()
    if row is None:
        raise errors.VersionUnknown
    return row


def may_see(actor: Actor, form: Form) -> bool:
    """Say whether a form is any of somebody's work: they admit forms there, or review what comes in by it."""
    if form.state == FormState.DRAFT:
        return may_admit(actor, form)
    prefixes = [prefix for permission in READERS for prefix in actor.prefixes(permission)]
    return any(form.area_code.startswith(one) or one.startswith(form.area_code) for one in prefixes)


def _counted(actor: Actor) -> Q:
    from_there = [prefix for permission in READERS for prefix in actor.prefixes(permission)]
    found = Q(pk__in=())
    for prefix in from_there:
        found |= Q(area_code__startswith=prefix) if prefix else Q()
    return found if all(from_there) else Q()


def _asked_twice(versions: Sequence[FormVersion], forms: Sequence[Form]) -> dict[str, int]:
    """Count for every open form how many of its questions another open form asks as well, as it is today."""
    today = timezone.localdate()
    open_now = [one for one in forms if one.state == FormState.ADMITTED and not is_over(one.expires_on, on=today)]
    now = {form.code: form.version for form in open_now}
    asked = {one.form_id: questions_of(one) for one in versions if now.get(one.form_id) == one.version}
    return {
        code: compare(questions, {other: theirs for other, theirs in asked.items() if other != code}).elsewhere
        for code, questions in asked.items()
    }


def _row(form: Form, versions: dict[str, FormVersion], twice: int | None, submissions: int) -> FormRow:
    version = versions.get(f"{form.code} {form.version}") or versions.get(form.code)
    unit, purpose = staff.known_unit(form.owner_unit), declared().purposes.get(form.purpose_code)
    today = timezone.localdate()
    left = (form.expires_on - today).days if form.expires_on else None
    return FormRow(
        code=form.code, title=form.title, state=form.state, is_over=is_over(form.expires_on, on=today),
        version=form.version or (version.version if version else ""), owner=unit.name if unit else form.owner_unit,
        asked_by=form.asked_by, purpose=str(purpose.name) if purpose else form.purpose_code,
        list_reference=form.list_reference, area_code=form.area_code, target=form.target, expires_on=form.expires_on,
        days_left=left, asked=version.asked if version else 0, known=version.known if version else 0,
        elsewhere=twice if twice is not None else version.elsewhere if version else 0, submissions=submissions,
    )  # fmt: skip
