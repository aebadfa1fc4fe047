"""When filled forms go: a year after they came in, with their files and what of them waited for a look."""

import datetime as dt
from functools import partial

from django.db.models import Model, Q, QuerySet

from linli.core.retention import Keys, Rule, every_field
from linli.forms.actions.attaching import path_of
from linli.forms.models import Form, FormVersion, Submission, SubmissionFile, WriteBack


def _over(before: dt.date) -> QuerySet[Submission]:
    return Submission.objects.filter(received_at__date__lt=before)


def _parts(model: type[Model], before: dt.date) -> QuerySet[Model]:
    rows: QuerySet[Model] = model._base_manager.filter(submission__in=_over(before).values("pk"))
    return rows


def delete_files(keys: Keys) -> None:
    """Delete files with what they hold; a content that another filled form holds too stays."""
    gone = set(SubmissionFile.objects.filter(pk__in=keys).values_list("sha256", flat=True))
    SubmissionFile.objects.filter(pk__in=keys).delete()
    held = set(SubmissionFile.objects.filter(sha256__in=gone).values_list("sha256", flat=True))
    for sha256 in gone - held:
        path_of(sha256).unlink(missing_ok=True)


_NAMES = {"drafted_by": "", "drafted_by_name": "", "admitted_by": "", "admitted_by_name": "", "withdrawn_by_name": ""}


def _ended_forms(before: dt.date) -> QuerySet[Form]:
    ended = (
        Q(expires_on__lt=before) | Q(withdrawn_at__date__lt=before) | Q(admitted_at=None, drafted_at__date__lt=before)
    )
    return Form.objects.filter(ended).exclude(**_NAMES)


def _ended_versions(before: dt.date) -> QuerySet[FormVersion]:
    ended = Q(ended_on__lt=before) | Q(admitted_at=None, uploaded_at__date__lt=before)
    return FormVersion.objects.filter(ended).exclude(uploaded_by_name="")


RULES: tuple[Rule, ...] = (
    Rule("forms.WriteBack", every_field("forms.WriteBack"), partial(_parts, WriteBack)),
    Rule(
        "forms.SubmissionFile",
        every_field("forms.SubmissionFile"),
        partial(_parts, SubmissionFile),
        forget=delete_files,
    ),
    Rule("forms.Submission", every_field("forms.Submission"), _over),
    Rule("forms.Form", tuple(_NAMES), _ended_forms, clear=_NAMES),
    Rule("forms.FormVersion", ("uploaded_by_name",), _ended_versions, clear={"uploaded_by_name": ""}),
)
