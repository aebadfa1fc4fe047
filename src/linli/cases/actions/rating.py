"""Rate: whoever reported says in five levels what they think of the service."""

from uuid import UUID

from django.db import transaction

from linli.cases import errors, rules
from linli.cases.actions.recording import Command, begin, record
from linli.cases.models import Case, Rating
from linli.cases.rules import StepName


@transaction.atomic
def rate_case(case_id: UUID, *, command: Command, score: int, text: str = "", channel: str = "portal") -> Case:
    """Keep one rating for each closing; the caller has shown that they reported it (tracking code or visit-back)."""
    if (first := begin(command, StepName.RATE, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = Case.objects.select_for_update().filter(pk=case_id).first()
    if case is None:
        raise errors.CaseNotFound
    if case.state not in rules.STEPS[StepName.RATE].starts:
        raise errors.WrongState
    rules.check_score(score)
    if case.ratings.filter(round=case.reopens).exists():
        raise errors.RatedBefore
    Rating.objects.create(
        case=case, round=case.reopens, score=score, text=text.strip()[:1000], at=command.at, channel=channel
    )
    record(case, StepName.RATE, command, note=text.strip()[:1000], score=score)
    return case
