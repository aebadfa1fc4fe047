"""Read a filled form clear, or take many out: for the form's own purpose, and told to the residents it is about."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.core.errors import NotAllowed
from linli.core.scope import covering
from linli.forms import errors
from linli.forms.actions.attaching import read_stored
from linli.forms.actions.recording import is_first, note, was_done
from linli.forms.models import Form, Submission
from linli.forms.queries.agreeing import check_open
from linli.forms.queries.asking import questions_of
from linli.forms.queries.submissions import Selection, SubmissionFilter, answers_to_export
from linli.forms.queries.visible import submission_for
from linli.forms.rules import ATTRIBUTES, OF_PEOPLE
from linli.register.actions.recording import Reading, keep_reading
from linli.register.queries.purposes import Use, purpose_for
from linli.register.queries.whom import people_of
from linli.staff.rules import Actor, Command, Permission

MOST_SAID = 200


@dataclass(frozen=True)
class OpenedFile:
    """A file of a filled form as it is sent to its reader."""

    name: str
    media_type: str
    content: bytes


@transaction.atomic
def read_submission(submission_id: UUID, *, command: Command, said: str = "") -> Submission:
    """Open the clear answers of one filled form to a reviewer; whoever they are about can read that it was done."""
    row = submission_for(command.by, submission_id)
    check_open(row)
    if is_first(command, "read", asked=_asked(row, command.at)):
        _keep(row.form, _reading(row.form, [row], how="reveal", said=said), command, count=1)
    return row


def open_file(
    submission_id: UUID, file_id: UUID, *, by: Actor, at: dt.datetime, reading: UUID | None = None
) -> OpenedFile:
    """Open a file of a filled form; of one about people to whoever read its answers that day, and said what for."""
    row = submission_for(by, submission_id)
    check_open(row)
    found = row.files.filter(pk=file_id).first()
    if found is None:
        raise errors.FileGone
    if row.form.target in OF_PEOPLE and not (reading and was_done(reading, "read", by=by, asked=_asked(row, at))):
        raise errors.FileClosed
    return OpenedFile(found.name, found.media_type, read_stored(found.sha256))


def take_answers(wanted: SubmissionFilter, *, command: Command, said: str = "") -> Selection:
    """Take the answers of one form out as a list: for a purpose that allows lists, by whoever may export.

    They are read before the transaction begins: a long list takes seconds, in which nobody else could write.
    """
    form = Form.objects.filter(pk=wanted.form).first()
    if form is None:
        raise errors.FormNotFound
    if not command.by.may_anywhere(Permission.PEOPLE_EXPORT):
        raise NotAllowed
    if form.target in OF_PEOPLE:
        purpose = purpose_for(form.purpose_code, use=Use.READING)
        if not purpose.asking:
            raise errors.ExportNotForPurpose(purpose=str(purpose.name))
    found = answers_to_export(command.by, wanted)
    reading, mark = _reading(form, found.rows, how="export", said=said), _mark(wanted, found.rows, command)
    with transaction.atomic():
        if is_first(command, "take-answers", asked=mark):
            _keep(form, reading, command, count=len(found.rows))
    return found


def _asked(row: Submission, at: dt.datetime) -> str:
    """Write down what a reading opens: one filled form, on one day."""
    return f"{timezone.localdate(at)} {row.pk}"


def _mark(wanted: SubmissionFilter, rows: Sequence[Submission], command: Command) -> str:
    """Mark a list by what was asked for, on which day, and all that was in it: what came in since is no repeat."""
    said = (
        str(timezone.localdate(command.at)),
        wanted.form,
        wanted.state,
        wanted.area,
        wanted.upto,
        *(str(row.pk) for row in rows),
    )
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()


def _reading(form: Form, rows: Sequence[Submission], *, how: str, said: str) -> Reading:
    area_code = covering(row.area_code for row in rows)
    return Reading(people_of(rows), _fields_of(rows), form.purpose_code, how, area_code, said.strip()[:MOST_SAID])


def _keep(form: Form, reading: Reading, command: Command, *, count: int) -> None:
    if form.target in OF_PEOPLE and reading.residents:
        keep_reading(reading, by=command.by, at=command.at)
    note(command, reading.how, area_code=reading.area_code, kind="form", subject=form.code, count=count)


def _fields_of(rows: Sequence[Submission]) -> list[str]:
    """Name what the forms ask of people, in any version that was filled in: fields of the register, and anything else."""
    versions = {row.version_id: row.version for row in rows}
    asked = [one for version in versions.values() for one in questions_of(version)]
    bound = {ATTRIBUTES[one.attribute] for one in asked if one.attribute in ATTRIBUTES}
    is_more = any(one.is_asked and not one.is_known for one in asked)
    return [*sorted(one.field for one in bound if one.purpose_name), *(["answers"] if is_more else [])]
