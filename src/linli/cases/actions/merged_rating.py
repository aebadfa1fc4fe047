"""Rate as one of several who reported the same thing: each once, kept with their own report and told in the main case."""

from uuid import UUID

from django.db import transaction

from linli.cases import errors, rules
from linli.cases.actions import clocks
from linli.cases.actions.rating import LOW, MOST_WORDS
from linli.cases.actions.recording import begin, find_reported, record
from linli.cases.facts import RatingLow
from linli.cases.models import Case, Rating
from linli.cases.queries.kinds import catalogue
from linli.cases.queries.tracking import followed_case
from linli.cases.rules import StepName
from linli.cases.rules.clocks import RATING
from linli.core.facts import announce
from linli.core.statements import find_row
from linli.staff.rules import Command


@transaction.atomic
def rate_as_merged(case_id: UUID, *, command: Command, score: int, text: str = "", channel: str = "portal") -> Case:
    """Keep what the reporter of a merged case says of how the main one was handled; its own reporter's score stays.

    The caller has shown with the tracking code that they reported it.
    """
    if (first := begin(command, StepName.RATE, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_row(Case, case_id, lock=True)
    if case is None or case.duplicate_of is None:
        raise errors.WrongState
    main = find_reported(followed_case(case).pk, StepName.RATE)
    rules.check_score(score)
    if case.ratings.filter(round=main.reopens).exists():
        raise errors.RatedBefore
    words = text.strip()[:MOST_WORDS]
    Rating.objects.create(case=case, round=main.reopens, score=score, text=words, at=command.at, channel=channel)
    is_low = score <= LOW
    clock = clocks.started(RATING, catalogue().checking.low_rating_limit, at=command.at) if is_low else {}
    record(main, StepName.RATE, command, note=words, **({"clocks": clock} if clock else {}))
    if is_low:
        announce(RatingLow(case_id=str(main.pk), score=score))
    return case
