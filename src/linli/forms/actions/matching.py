"""Say which household a filled form is about that came in without one: from then on it is compared with the register."""

from uuid import UUID

from django.db import transaction

from linli.core.secrets import unseal
from linli.forms import errors
from linli.forms.actions.recording import is_first, note
from linli.forms.actions.writing_back import propose
from linli.forms.converting import Instance, read_instance
from linli.forms.models import Submission
from linli.forms.queries.agreeing import check_consent
from linli.forms.queries.asking import questions_of
from linli.forms.queries.members import match_member
from linli.forms.queries.visible import submission_for
from linli.forms.rules import ATTRIBUTES, Question, SubmissionState, Target
from linli.forms.rules.states import OVER
from linli.register.queries.held import HeldHome, held_home, held_members
from linli.staff.rules import Command, Permission


@transaction.atomic
def match_submission(submission_id: UUID, *, household_id: UUID, command: Command) -> Submission:
    """Keep which household a filled form is about, and what of it differs from the register."""
    row = submission_for(command.by, submission_id, lock=True)
    if not is_first(command, "match", asked=f"{submission_id} {household_id}"):
        return row
    if row.household_id is not None or row.state in OVER:
        raise errors.MatchedAlready
    home = held_home(household_id)
    if home is None or not command.by.may(Permission.FORMS_REVIEW, home.area_code):
        raise errors.SubjectUnknown(field="household")
    if not home.area_code.startswith(row.form.area_code):
        raise errors.NotOfYourArea
    instance, questions = read_instance(unseal(row.xml_sealed).encode()), questions_of(row.version)
    resident_id = _resident(row, home, instance, questions)
    check_consent(row.form, home.id, resident_id)
    _keep(row, home, resident_id)
    if propose(row, instance, questions):
        row.state = SubmissionState.IN_REVIEW.value
        row.save(update_fields=["state"])
    note(command, "match", area_code=row.area_code, kind="submission", subject=str(row.pk), form=row.form_id)
    return row


def _resident(row: Submission, home: HeldHome, instance: Instance, questions: list[Question]) -> UUID | None:
    """Find the person of a form about one, among the household's own, by what the form itself says."""
    if row.form.target != Target.PERSON:
        return None
    said = {
        ATTRIBUTES[one.attribute].field: instance.first(one.path)
        for one in questions
        if one.attribute in ATTRIBUTES and ATTRIBUTES[one.attribute].subject == "resident"
    }
    person = match_member(said, held_members(home.id))
    if person is None:
        raise errors.SubjectUnknown(field="resident")
    return person.id


def _keep(row: Submission, home: HeldHome, resident_id: UUID | None) -> None:
    row.household_id, row.dwelling_id, row.area_code = home.id, home.dwelling_id, home.area_code
    row.resident_id = resident_id
    row.save(update_fields=["household_id", "dwelling_id", "area_code", "resident_id"])
