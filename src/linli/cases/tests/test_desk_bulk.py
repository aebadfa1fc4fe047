"""Many cases at once at the desk: what waits is offered, each refusal is told, strangers get nothing."""

from uuid import uuid4

import pytest

from linli.cases.models import Case, CaseRecord
from linli.cases.rules import State
from linli.cases.testing import make_case
from linli.staff.testing import CLEANING, Cast

PAGE = "/desk/cases/bulk/"


def text(answer) -> str:
    return answer.content.decode()


def sent(member, act, *cases, **more):
    form = {"act": act, "cases": [str(case.pk) for case in cases], "bulk_id": str(uuid4()), **more}
    return member.sign_in().post(PAGE, form)


@pytest.mark.parametrize("who", ["zhao", "sun", "lin"])
def test_zhao_and_whoever_decides_nothing_get_nothing(cast: Cast, who):
    case = make_case(cast, state=State.FILED)
    member = getattr(cast, who)
    assert member.sign_in().get(PAGE).status_code == 403
    assert sent(member, "dispatch", case).status_code == 403
    assert Case.objects.get(pk=case.pk).state == State.FILED


def test_who_dispatches_may_not_close_there(cast: Cast):
    case = make_case(cast, state=State.CHECKED)
    assert sent(cast.wei, "close", case).status_code == 403
    assert cast.wei.sign_in().get(PAGE, {"act": "close"}).status_code == 403


def test_the_pile_that_waits_is_offered_with_the_unit_proposed(cast: Cast):
    case = make_case(cast, state=State.FILED)
    page = text(cast.wei.sign_in().get(PAGE, {"act": "dispatch"}))
    assert case.number in page
    assert "松门区环卫所" in page
    assert "（建议）" in page


def test_what_is_chosen_is_sent_and_what_is_refused_is_told_by_number(cast: Cast):
    good, bad = make_case(cast, state=State.FILED), make_case(cast, state=State.DISPATCHED)
    page = text(sent(cast.wei, "dispatch", good, bad, note="今天清完"))
    assert "已办 1 件" in page
    assert bad.number in page
    good.refresh_from_db()
    assert good.unit_code == CLEANING
    assert CaseRecord.objects.get(case=good, name="dispatch").note == "今天清完"


def test_sent_twice_does_nothing_twice(cast: Cast):
    case, bulk_id = make_case(cast, state=State.FILED), str(uuid4())
    for _click in range(2):
        assert "已办 1 件" in text(sent(cast.wei, "dispatch", case, bulk_id=bulk_id))
    assert CaseRecord.objects.filter(case=case, name="dispatch").count() == 1


def test_nothing_chosen_and_nonsense_are_refused(cast: Cast):
    assert sent(cast.wei, "dispatch").status_code == 400
    assert cast.wei.sign_in().post(PAGE, {"act": "dispatch", "cases": ["x"]}).status_code == 404


def test_the_page_takes_few_queries(cast: Cast, django_assert_max_num_queries):
    for _ in range(3):
        make_case(cast, state=State.FILED)
    client = cast.wei.sign_in()
    client.get(PAGE)
    with django_assert_max_num_queries(9):
        client.get(PAGE)
