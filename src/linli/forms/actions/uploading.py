"""Take an XLSForm in: converted, measured against the register and the other forms, and kept as a draft that nobody is asked yet."""

from collections.abc import Mapping
from dataclasses import asdict

from django.db import transaction

from linli.core.errors import NotAllowed
from linli.core.ids import new_id
from linli.forms import errors
from linli.forms.actions.recording import is_first, note
from linli.forms.converting import Converted, convert_xlsform
from linli.forms.models import Form, FormFile, FormVersion
from linli.forms.queries.asking import other_questions
from linli.forms.queries.visible import may_admit
from linli.forms.rules import compare
from linli.staff.rules import Actor, Command, Permission


def upload_form(
    content: bytes, *, name: str, command: Command, files: Mapping[str, bytes] | None = None
) -> FormVersion:
    """Keep an XLSForm with the files it leans on as a draft; what it asks that was asked before is counted at once."""
    if not command.by.may_anywhere(Permission.FORMS_ADMIT):
        raise NotAllowed
    return _keep(convert_xlsform(content, name=name, files=files), name=name, command=command)


@transaction.atomic
def _keep(made: Converted, *, name: str, command: Command) -> FormVersion:
    if not is_first(command, "upload", asked=f"{made.code} {made.version} {made.mark}"):
        return FormVersion.objects.get(form_id=made.code, version=made.version)
    form, _is_new = Form.objects.select_for_update().get_or_create(
        code=made.code,
        defaults={
            "titles": made.titles, "drafted_at": command.at, "drafted_by": command.by.key[:40],
            "drafted_by_name": command.by.name[:40], "area_code": _area_of(command.by),
        },
    )  # fmt: skip
    if not may_admit(command.by, form):
        raise errors.FormCodeTaken(form=form.code)
    row = FormVersion.objects.filter(form=form, version=made.version).first()
    if row is not None and row.mark == made.mark:
        return row
    if row is not None and row.admitted_at is not None:
        raise errors.VersionTaken(form=form.code, version=made.version)
    row = row or FormVersion(id=new_id(), form=form, version=made.version)
    _fill(row, made, name=name, command=command)
    if form.admitted_at is None:
        Form.objects.filter(pk=form.pk).update(titles=made.titles)
    note(command, "upload", area_code=form.area_code, kind="form", subject=form.code, version=made.version)
    return row


def _area_of(actor: Actor) -> str:
    """Say whose a draft is: of the widest area its writer admits forms for, of several the first."""
    return min(actor.prefixes(Permission.FORMS_ADMIT), key=lambda one: (len(one), one))


def _fill(row: FormVersion, made: Converted, *, name: str, command: Command) -> None:
    measured = compare(made.questions, other_questions(but=made.code))
    row.file_name, row.xlsform, row.xform, row.md5 = name[:120], made.workbook, made.xform, made.md5
    row.size_bytes, row.warnings = len(made.xform), list(made.warnings)
    row.questions = [asdict(one) for one in made.questions]
    row.asked, row.known, row.elsewhere = measured.asked, measured.known, measured.elsewhere
    row.uploaded_at, row.uploaded_by_name = command.at, command.by.name[:40]
    row.files_md5 = made.files_md5
    row.save()
    row.files.all().delete()
    FormFile.objects.bulk_create(
        FormFile(
            id=new_id(), version=row, name=one.name, media_type=one.media_type, md5=one.md5,
            size_bytes=len(one.content), content=one.content,
        )
        for one in made.files
    )  # fmt: skip
