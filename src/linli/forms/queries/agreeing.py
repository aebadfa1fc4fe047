"""Whether filled forms may be used: where their purpose rests on consent, only of people who agreed and still do."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import batched
from uuid import UUID

from linli.core.errors import Refused
from linli.core.personal_data import LegalBasis
from linli.forms import errors
from linli.forms.models import Form, Submission
from linli.forms.rules import OF_PEOPLE, Target
from linli.register.catalogue import PurposeDeclaration, declared
from linli.register.queries.consents import agreed_among
from linli.register.queries.purposes import Use, purpose_for
from linli.register.queries.whom import people_in

_AT_ONCE = 5_000


def consent_for(form: Form) -> PurposeDeclaration | None:
    """Give the purpose of a form about people if it rests on consent."""
    purpose = declared().purposes.get(form.purpose_code)
    is_asked = form.target in OF_PEOPLE and purpose is not None and purpose.basis is LegalBasis.CONSENT
    return purpose if is_asked else None


def check_consent(form: Form, household_id: UUID | None, resident_id: UUID | None) -> None:
    """Take nothing of anybody who has not agreed, or no longer does; of a household everybody in it is asked."""
    if form.target != Target.PERSON and consent_for(form) is None:
        return
    people = _about(form, household_id, resident_id, people_in([household_id] if household_id else ()))
    if not people:
        return
    purpose = purpose_for(form.purpose_code, use=Use.READING)
    if not set(people) <= agreed_among(people, purpose):
        raise errors.ConsentNeeded(purpose=str(purpose.name))


def why_closed(row: Submission) -> Refused | None:
    """Say why what a filled form says is closed to everybody at work; None where it is not."""
    return _closed([row]).get(row.pk)


def check_open(row: Submission) -> None:
    """Refuse to use what a filled form says where those it is about have not agreed, or nobody knows who they are."""
    if (refusal := why_closed(row)) is not None:
        raise refusal


def closed_among(rows: Sequence[Submission]) -> frozenset[UUID]:
    """Name the filled forms that are closed; two queries, and none where no purpose rests on consent."""
    return frozenset(_closed(rows))


def _closed(rows: Iterable[Submission]) -> dict[UUID, Refused]:
    asked = [(row, purpose) for row in rows if (purpose := consent_for(row.form)) is not None]
    members = people_in(
        {row.household_id for row, _purpose in asked if row.household_id and row.form.target != Target.PERSON}
    )
    about = {row.pk: _about(row.form, row.household_id, row.resident_id, members) for row, _purpose in asked}
    agreed: dict[str, frozenset[UUID]] = {}
    for purpose in {purpose.code: purpose for _row, purpose in asked}.values():
        people = {pk for row, its in asked if its.code == purpose.code for pk in about[row.pk]}
        agreed[purpose.code] = frozenset().union(
            *(agreed_among(some, purpose) for some in batched(people, _AT_ONCE, strict=False))
        )
    found: dict[UUID, Refused] = {}
    for row, purpose in asked:
        if not about[row.pk]:
            found[row.pk] = errors.AnswersUnmatched(purpose=str(purpose.name))
        elif not set(about[row.pk]) <= agreed[purpose.code]:
            found[row.pk] = errors.AnswersClosed(purpose=str(purpose.name))
    return found


def _about(
    form: Form, household_id: UUID | None, resident_id: UUID | None, members: Mapping[UUID, Sequence[UUID]]
) -> Collection[UUID]:
    own = [resident_id] if resident_id else []
    return own if form.target == Target.PERSON or household_id is None else [*own, *members.get(household_id, ())]
