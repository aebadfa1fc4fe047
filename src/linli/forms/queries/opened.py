"""The forms somebody may fill in today, with what a phone needs to fill them in before anybody is asked."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from linli.forms import errors
from linli.forms.models import Form, FormFile, FormVersion
from linli.forms.queries.agreeing import consent_for
from linli.forms.queries.asking import forms_open, questions_of
from linli.staff.rules import Actor, Permission


@dataclass(frozen=True)
class Binding:
    """That a question of a form is a field of the register: the path in the instance, repeats without a number."""

    path: str
    attribute: str


@dataclass(frozen=True)
class OpenFile:
    """A file that comes with a form, as a phone fetches it."""

    name: str
    md5: str
    media_type: str
    size: int


@dataclass(frozen=True)
class OpenForm:
    """One form as the phone lists it."""

    code: str
    version: str
    title: str
    about: str
    target: str
    md5: str
    size: int
    expires_on: dt.date
    asked: int
    reused: int
    bindings: tuple[Binding, ...]
    area_code: str
    needs_consent: bool
    lead_days: int = 0
    files: tuple[OpenFile, ...] = ()


def forms_open_to(actor: Actor, *, on: dt.date | None = None) -> list[Form]:
    """List the forms that somebody may fill in where they work."""
    prefixes = actor.prefixes(Permission.FORMS_FILL)
    found = forms_open(on or timezone.localdate()).order_by("expires_on", "code") if prefixes else ()
    return [form for form in found if _asked_there(form.area_code, prefixes)]


def open_forms(actor: Actor) -> list[OpenForm]:
    """List the open forms with their bindings and files; three queries."""
    forms = {form.code: form for form in forms_open_to(actor)}
    versions = FormVersion.objects.filter(form_id__in=list(forms)).defer("xlsform", "xform")
    with_files = versions.prefetch_related(Prefetch("files", FormFile.objects.defer("content").order_by("name")))
    found = {row.form_id: row for row in with_files if row.version == forms[row.form_id].version}
    return [_open_form(form, found[code]) for code, form in forms.items() if code in found]


def versions_open_to(actor: Actor, *, every: bool = False) -> list[FormVersion]:
    """List the versions that an OpenRosa client is told of: the present ones, or all that were ever admitted."""
    forms = {form.code: form for form in forms_open_to(actor)}
    rows = FormVersion.objects.filter(form_id__in=list(forms), admitted_at__isnull=False).defer("xlsform", "xform")
    found = rows.select_related("form").order_by("form_id", "-admitted_at")
    return [row for row in found if every or row.version == forms[row.form_id].version]


def xform_of(code: str, version: str = "", *, actor: Actor | None = None) -> bytes:
    """Give the exact bytes of a version, the present one unless another is named; with an actor, only where they fill in."""
    found = _version_open(code, version, actor).values_list("xform", flat=True).first()
    if found is None:
        raise errors.VersionUnknown
    return bytes(found)


def files_of(code: str, version: str = "", *, actor: Actor) -> list[OpenFile]:
    """List the files of a version, for whom its form is open."""
    row = _version_open(code, version, actor).only("pk").first()
    if row is None:
        raise errors.VersionUnknown
    return _files(row.files.defer("content").order_by("name"))


def file_of(code: str, version: str, md5: str, *, actor: Actor) -> FormFile:
    """Give a file of a version by its content's hash, for whom its form is open."""
    found = FormFile.objects.filter(version__in=_version_open(code, version, actor), md5=md5).first()
    if found is None:
        raise errors.FileGone
    return found


def _version_open(code: str, version: str, actor: Actor | None) -> QuerySet[FormVersion]:
    form = forms_open(timezone.localdate()).filter(code=code).first()
    if form is None or (actor is not None and not _asked_there(form.area_code, actor.prefixes(Permission.FORMS_FILL))):
        raise errors.FormNotFound
    return FormVersion.objects.filter(form=form, version=version or form.version, admitted_at__isnull=False)


def _files(rows: Iterable[FormFile]) -> list[OpenFile]:
    return [OpenFile(one.name, one.md5, one.media_type, one.size_bytes) for one in rows]


def _asked_there(area_code: str, prefixes: Iterable[str]) -> bool:
    return any(area_code.startswith(one) or one.startswith(area_code) for one in prefixes)


def _open_form(form: Form, version: FormVersion) -> OpenForm:
    bindings = tuple(Binding(one.path, one.attribute) for one in questions_of(version) if one.attribute)
    return OpenForm(
        code=form.code, version=version.version, title=form.title, about=form.about, target=form.target,
        md5=version.md5, size=version.size_bytes, expires_on=form.expires_on or dt.date.max, asked=version.asked,
        reused=version.known, bindings=bindings, area_code=form.area_code,
        needs_consent=consent_for(form) is not None,
        lead_days=form.lead_days, files=tuple(_files(version.files.all())),
    )  # fmt: skip
