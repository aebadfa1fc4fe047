"""Look at what a filled form says otherwise than the register: take it over as the register's own change, or keep what stands."""

import json
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core.errors import LinliError
from linli.core.secrets import unseal
from linli.forms import errors, rules
from linli.forms.actions.recording import is_first, note
from linli.forms.actions.writing_back import MEMBER, differing
from linli.forms.models import Submission, WriteBack
from linli.forms.queries.agreeing import check_open
from linli.forms.queries.members import newcomer_held
from linli.forms.queries.reviewing import current_value, mark_of
from linli.forms.queries.visible import submission_for, write_backs_visible_to
from linli.forms.rules import WriteBackState
from linli.forms.rules.states import OPEN
from linli.register import actions as register
from linli.register.actions.finding import household_to_edit
from linli.register.rules import NewResident, Relation
from linli.staff.rules import Command

SOURCE = "doorstep"


@transaction.atomic
def take_write_back(write_back_id: UUID, *, command: Command, seen: str = "") -> WriteBack:
    """Take one value over into the register; `seen` marks the value of the register that the decision was made over.

    Where the register has changed meanwhile nothing is written: the value waits as a conflict for another look.
    """
    row = _found(write_back_id, command)
    if not is_first(command, "take", asked=str(write_back_id)):
        return row
    _check_undecided(row)
    check_open(row.submission)
    if row.subject == MEMBER and row.household_id is not None:
        household_to_edit(row.household_id, command)  # locked: of two forms that tell the same newcomer one enters them
    current = current_value(row)
    if mark_of(current) != (seen or mark_of(unseal(row.base_sealed))) and current != unseal(row.value_sealed):
        return _decide(row, WriteBackState.CONFLICT, command)
    if current != unseal(row.value_sealed):
        _write(row, current, command)
    return _decide(row, WriteBackState.TAKEN, command)


@transaction.atomic
def keep_write_back(write_back_id: UUID, *, command: Command) -> WriteBack:
    """Leave the register as it stands; that the form said something else stays on record."""
    row = _found(write_back_id, command)
    if not is_first(command, "keep", asked=str(write_back_id)):
        return row
    _check_undecided(row)
    return _decide(row, WriteBackState.KEPT, command)


@transaction.atomic
def settle_submission(submission_id: UUID, *, command: Command, take: bool) -> Submission:
    """Decide on everything of one filled form that is still open: take all that fits, or keep all that stands.

    What the register refuses, or what has changed there meanwhile, stays open for a look of its own.
    """
    submission = submission_for(command.by, submission_id, lock=True)
    if not is_first(command, "settle", asked=f"{submission_id} {'take' if take else 'keep'}"):
        return submission
    waiting = submission.write_backs.filter(state=WriteBackState.WAITING.value).order_by("id")
    for pk in list(waiting.values_list("pk", flat=True)):
        one = Command(uuid5(command.id, str(pk)), command.by, command.at)
        try:
            with transaction.atomic():
                take_write_back(pk, command=one) if take else keep_write_back(pk, command=one)
        except LinliError:
            continue
    submission.refresh_from_db()
    return submission


def _found(write_back_id: UUID, command: Command) -> WriteBack:
    """Find a value with its filled form locked: of two decisions on one form, the later one sees the earlier."""
    rows = write_backs_visible_to(command.by).filter(pk=write_back_id)
    of_form = Submission.objects.filter(pk__in=rows.values("submission_id"))
    if of_form.select_for_update().values_list("pk", flat=True).first() is None:
        raise errors.SubmissionNotFound
    row = rows.select_related("submission__form").first()
    if row is None:
        raise errors.SubmissionNotFound
    return row


def _check_undecided(row: WriteBack) -> None:
    if WriteBackState(row.state) not in OPEN:
        raise errors.WriteBackDecided


def _decide(row: WriteBack, state: WriteBackState, command: Command) -> WriteBack:
    row.state = state.value
    row.decided_by, row.decided_by_name, row.decided_at = command.by.key[:40], command.by.name[:40], command.at
    row.save(update_fields=["state", "decided_by", "decided_by_name", "decided_at"])
    states = list(WriteBack.objects.filter(submission_id=row.submission_id).values_list("state", flat=True))
    Submission.objects.filter(pk=row.submission_id).update(state=rules.state_of(states).value)
    note(
        command, state.value, area_code=row.area_code, kind="write-back", subject=str(row.submission_id), field=row.field
    )  # fmt: skip
    return row


def _write(row: WriteBack, current: str, command: Command) -> None:
    """Change the register through its own actions, which permit and check; the form's day and name go with it."""
    own = Command(uuid5(command.id, "register"), command.by, command.at)
    value = unseal(row.value_sealed)
    if row.subject == "dwelling" and row.dwelling_id is not None:
        register.change_dwelling(
            row.dwelling_id, command=own, values={row.field: value}, source=SOURCE, base={row.field: current}
        )
    elif row.subject == MEMBER and row.household_id is not None:
        _write_member(row, row.household_id, value, own)
    elif row.resident_id is not None:
        _write_person(row, row.resident_id, {row.field: value}, own)


def _write_member(row: WriteBack, household_id: UUID, value: str, command: Command) -> None:
    """Enter a newcomer; where the register has them by now, write what the form has otherwise, as the reviewer saw it."""
    person = newcomer_held(row)
    if person is None:
        register.enter_resident(household_id, _member(value), command=command, source=SOURCE)
        return
    for one in differing(person, json.loads(value)):
        own = Command(uuid5(command.id, one.field), command.by, command.at)
        _write_person(row, person.id, {one.field: one.value}, own)


def _write_person(row: WriteBack, resident_id: UUID, values: dict[str, str], command: Command) -> None:
    """A new phone is true from the day of the form; name, sex and birth date were written wrongly before."""
    if "phone" in values:
        register.change_resident(
            resident_id, command=command, values=values, on=row.submission.filled_on, source=SOURCE
        )
        return
    reason = _("表单“%(form)s”填报不同，审核后更正") % {"form": row.submission.form_id}
    register.correct_resident(resident_id, command=command, values=values, source=SOURCE, reason=reason)


def _member(value: str) -> NewResident:
    said = json.loads(value)
    relation = said.get("relation", "")
    known = Relation(relation) if relation in set(Relation) and relation != Relation.HEAD else Relation.UNKNOWN
    born_on = rules.day_of(said["born_on"])
    return NewResident(said["name"], said["sex"], born_on, phone=said.get("phone", ""), relation=known)
