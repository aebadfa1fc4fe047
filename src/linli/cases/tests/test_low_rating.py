"""A low rating is answered within a limit, by somebody who did not handle the case."""

import pytest

from linli.cases import actions, errors
from linli.cases.queries.kinds import catalogue
from linli.cases.rules import State
from linli.cases.testing import MONDAY_9, a_command, make_case
from linli.cases.tests.desk import send, text_of
from linli.staff.testing import Cast

pytestmark = pytest.mark.django_db


def test_a_low_rating_starts_a_clock_and_its_answer_stops_it(cast: Cast):
    case = make_case(cast, state=State.CLOSED)
    rated = actions.rate_case(case.pk, command=a_command(at=MONDAY_9), score=1, text="没有解决")
    due = catalogue().calendar.due(MONDAY_9, catalogue().checking.low_rating_limit)
    assert rated.clocks["rating"]["due"] == due.isoformat()
    assert rated.sweep_at is not None
    answered = actions.answer_rating(case.pk, command=a_command(cast.chen.actor, at=MONDAY_9), text="已回访并重新清运")
    assert answered.clocks["rating"]["done"] == MONDAY_9.isoformat()
    assert answered.sweep_at is None


def test_a_good_rating_asks_nobody(cast: Cast):
    case = make_case(cast, state=State.CLOSED)
    assert "rating" not in actions.rate_case(case.pk, command=a_command(), score=5).clocks
    with pytest.raises(errors.NoLowRating):
        actions.answer_rating(case.pk, command=a_command(cast.chen.actor), text="已回访")


@pytest.mark.parametrize("who", ["zhao", "lin", "sun"])
def test_nobody_but_supervision_answers_it(cast: Cast, who: str):
    case = make_case(cast, state=State.CLOSED)
    actions.rate_case(case.pk, command=a_command(), score=2)
    with pytest.raises((errors.CaseNotFound, errors.StepNotAllowed)):
        actions.answer_rating(case.pk, command=a_command(getattr(cast, who).actor), text="已回访")


def test_supervision_answers_it_on_the_page_once(cast: Cast, settings, tmp_path):
    settings.LINLI_MEDIA = tmp_path
    case = make_case(cast, state=State.CLOSED)

    def offered():
        return f"/desk/cases/{case.pk}/rating-answer" in text_of(cast.chen.sign_in().get(f"/desk/cases/{case.pk}/"))

    assert not offered()
    actions.rate_case(case.pk, command=a_command(), score=1)
    assert offered()
    send(cast.chen, case, "rating-answer", answer="已回访并重新清运")
    assert case.records.get(name="answer-rating").note == "已回访并重新清运"
    assert not offered()
