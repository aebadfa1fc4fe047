"""Rate: whoever reported says in five levels what they think, on a page or when they are asked (visit-back, 回访)."""

from uuid import UUID

from django.db import transaction

from linli.cases import errors, rules
from linli.cases.actions import clocks
from linli.cases.actions.recording import begin, find_for_step, find_reported, record
from linli.cases.facts import RatingLow
from linli.cases.models import Case, Rating
from linli.cases.queries.kinds import catalogue
from linli.cases.rules import StepName
from linli.cases.rules.clocks import RATING
from linli.core.facts import announce
from linli.staff.rules import Command

MOST_WORDS = 1_000
LOW = 2  # not satisfied, and very much not so (好差评: 差、很差)


@transaction.atomic
def rate_case(case_id: UUID, *, command: Command, score: int, text: str = "", channel: str = "portal") -> Case:
    """Keep one rating for each closing; the caller has shown with the tracking code that they reported it."""
    if (first := begin(command, StepName.RATE, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_reported(case_id, StepName.RATE)
    return _keep(case, StepName.RATE, command, score=score, text=text, channel=channel)


@transaction.atomic
def visit_back(case_id: UUID, *, command: Command, score: int, text: str = "") -> Case:
    """Write down what whoever reported said when supervision called back; never by the person who handled it."""
    if (first := begin(command, StepName.VISIT_BACK, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.VISIT_BACK, command)
    return _keep(case, StepName.VISIT_BACK, command, score=score, text=text, channel="phone")


def _keep(case: Case, name: StepName, command: Command, *, score: int, text: str, channel: str) -> Case:
    rules.check_score(score)
    if case.ratings.filter(round=case.reopens).exists():
        raise errors.RatedBefore
    words = text.strip()[:MOST_WORDS]
    Rating.objects.create(case=case, round=case.reopens, score=score, text=words, at=command.at, channel=channel)
    if score > LOW:
        record(case, name, command, note=words, score=score)
        return case
    record(
        case,
        name,
        command,
        note=words,
        score=score,
        clocks=clocks.started(RATING, catalogue().checking.low_rating_limit, at=command.at),
    )
    announce(RatingLow(case_id=str(case.pk), score=score))
    return case


@transaction.atomic
def answer_rating(case_id: UUID, *, command: Command, text: str) -> Case:
    """Say what was done about a low rating; never by the person who handled the case."""
    if (first := begin(command, StepName.ANSWER_RATING, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.ANSWER_RATING, command)
    if not clocks.is_running(case, RATING):
        raise errors.NoLowRating
    said = rules.check_result(text)
    record(case, StepName.ANSWER_RATING, command, note=said, clocks=clocks.finished(case, RATING, at=command.at))
    return case
