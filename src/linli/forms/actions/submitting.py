"""Take a filled form in, exactly once by its instance id: checked against its form, sealed, compared with the register."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from linli.core.ids import new_id
from linli.core.kept_files import files_last
from linli.core.secrets import keyed_hash, seal, unseal
from linli.core.statements import insert_row
from linli.forms import errors, rules
from linli.forms.actions.attaching import StoredFile, read_files, store
from linli.forms.actions.recording import claim, note
from linli.forms.actions.writing_back import propose
from linli.forms.converting import Instance, read_instance
from linli.forms.models import FormVersion, Submission, SubmissionFile, WriteBack
from linli.forms.queries.agreeing import check_consent
from linli.forms.queries.asking import questions_of
from linli.forms.queries.checking import check_answers
from linli.forms.queries.subjects import find_subjects
from linli.forms.rules import SubmissionState, WriteBackState
from linli.forms.rules.states import OPEN
from linli.places.queries import newest_map
from linli.staff.rules import Command

type Files = Mapping[str, tuple[StoredFile, bytes]]
_DAYS_BACK = 90
_MOMENTS = ("end", "today", "start")


@dataclass(frozen=True)
class Sent:
    """A filled form as a door hands it over; whom it is about, where the door knows."""

    form_code: str
    version: str
    instance_id: str
    xml: bytes
    household_id: UUID | None = None
    resident_id: UUID | None = None
    dwelling_id: UUID | None = None
    files: Mapping[str, bytes | Path] = field(default_factory=dict)


@dataclass(frozen=True)
class Taken:
    """What became of it: the row it stands in, how far it came, how many values wait for a look."""

    id: UUID
    state: SubmissionState
    waiting: int
    is_repeat: bool


def take_submission(sent: Sent, *, command: Command) -> Taken:
    """Take a filled form in; a repeat gives the first answer and adds the files that were missing.

    Files are read before the transaction begins: a large picture takes seconds, in which nobody else could write.
    """
    instance = read_instance(sent.xml)
    if sent.form_code and sent.form_code != instance.form_code:
        raise errors.InstanceUnreadable(field="form", why=f"{sent.form_code} ≠ {instance.form_code}")
    if sent.instance_id and sent.instance_id != instance.instance_id:
        raise errors.InstanceUnreadable(field="instance", why=f"{sent.instance_id} ≠ {instance.instance_id}")
    files = read_files(sent.files)
    with transaction.atomic(), files_last():
        return _take(sent, instance, files, command)


def _take(sent: Sent, instance: Instance, files: Files, command: Command) -> Taken:
    pk = new_id()
    first = claim(command, "submit", answer=str(pk))
    known = Submission.objects.select_for_update().filter(instance_id=instance.instance_id)
    if (row := known.first()) is not None:
        return _again(row, sent, files, command)
    if first is not None:
        raise errors.SubmissionNotFound  # its time was over, and it was forgotten
    row = _new(pk, sent, instance, command)
    if not insert_row(row, unless_taken="instance_id"):  # it came a second time meanwhile
        return _again(known.get(), sent, files, command)
    _add_files(row, files, command.at)
    proposed = _compared(row, instance)
    _replace(row)
    note(command, "submit", area_code=row.area_code, kind="submission", subject=str(row.pk), form=row.form_id)
    return Taken(row.pk, SubmissionState(row.state), proposed, is_repeat=False)


def _compared(row: Submission, instance: Instance) -> int:
    """Compare a form with the register and say how much waits; nothing of one whose mended version came before it."""
    if _mended(row):
        row.state = SubmissionState.REPLACED.value
        row.save(update_fields=["state"])
        return 0
    if proposed := propose(row, instance, questions_of(row.version)):
        row.state = SubmissionState.IN_REVIEW.value
        row.save(update_fields=["state"])
    return proposed


def _mended(row: Submission) -> bool:
    """Say whether a form of the same kind and the same writer that mends this one is here already."""
    mending = Submission.objects.exclude(pk=row.pk).exclude(replaces="").filter(replaces=row.instance_id)
    return mending.filter(form_id=row.form_id, by=row.by).exists()


def _again(row: Submission, sent: Sent, files: Files, command: Command) -> Taken:
    if row.content_hash != keyed_hash(_content(sent.xml)) or row.by != command.by.key[:40]:
        raise errors.InstanceDiffers
    if read_instance(unseal(row.xml_sealed).encode()).all_answers():  # else its answers were deleted, and its files
        _add_files(row, files, command.at)
    return Taken(row.pk, SubmissionState(row.state), row.write_backs.filter(state="waiting").count(), is_repeat=True)


@newest_map()
def _new(pk: UUID, sent: Sent, instance: Instance, command: Command) -> Submission:
    version = _version_of(instance, sent)
    questions = questions_of(version)
    filled_on = _filled_on(instance, command)
    since = timezone.localdate(version.admitted_at) if version.admitted_at else None
    if not rules.was_open(filled_on, since=since, until=version.ended_on):
        raise errors.FormClosed(form=version.form.title, on=filled_on)
    subjects = find_subjects(version.form, questions, instance, sent, command.by)
    check_answers(questions, instance)
    check_consent(version.form, subjects.household_id, subjects.resident_id)
    return Submission(
        id=pk, instance_id=instance.instance_id, form=version.form, version=version,
        xml_sealed=seal(sent.xml.decode(errors="replace")), content_hash=keyed_hash(_content(sent.xml)),
        area_code=subjects.area_code, household_id=subjects.household_id, resident_id=subjects.resident_id,
        named_id=subjects.named_id, dwelling_id=subjects.dwelling_id, by=command.by.key[:40], by_name=command.by.name[:40], filled_on=filled_on,
        received_at=timezone.now(), replaces=instance.replaces, command_id=command.id,
    )  # fmt: skip


def _content(xml: bytes) -> str:
    return xml.hex()


def _version_of(instance: Instance, sent: Sent) -> FormVersion:
    """Find the version that was filled in, open or ended; of one that names none, the present one."""
    rows = FormVersion.objects.select_related("form").filter(form_id=instance.form_code, admitted_at__isnull=False)
    version = instance.version or sent.version or F("form__version")
    found = rows.defer("xlsform", "xform").filter(version=version).first()
    if found is None:
        raise errors.FormNotFound
    return found


def _filled_on(instance: Instance, command: Command) -> dt.date:
    """Say on which day it was filled in: as the form notes it, if that can be, else when it was handed over."""
    today = timezone.localdate(command.at)
    for name in _MOMENTS:
        said = instance.first(f"/{instance.root_name}/{name}") or instance.first(f"/{instance.root_name}/meta/{name}")
        try:
            day = dt.date.fromisoformat(said[:10])
        except ValueError:
            continue
        if today - dt.timedelta(days=_DAYS_BACK) <= day <= today:
            return day
    return today


def _add_files(row: Submission, files: Files, at: dt.datetime) -> None:
    held = set(row.files.values_list("name", flat=True))
    for stored, body in files.values():
        if stored.name in held:
            continue
        store(stored.sha256, body)
        SubmissionFile.objects.create(
            submission=row, name=stored.name, sha256=stored.sha256, media_type=stored.media_type,
            size_bytes=stored.size_bytes, added_at=at,
        )  # fmt: skip


def _replace(row: Submission) -> None:
    """A mended form takes the place of the one it mends, of the same form and the same writer; what waits of that one is over."""
    if not row.replaces:
        return
    same = Submission.objects.select_for_update().filter(form_id=row.form_id, by=row.by)
    old = same.filter(instance_id=row.replaces).first()
    if old is not None:
        WriteBack.objects.filter(submission=old, state__in=[one.value for one in OPEN]).update(
            state=WriteBackState.REPLACED.value
        )
        Submission.objects.filter(pk=old.pk).update(state=SubmissionState.REPLACED.value)
