"""What a list shows is what the rules allow to see, for everybody of the cast."""

import pytest

from linli.cases import actions, errors, rules
from linli.cases.models import Case
from linli.cases.queries.detail import case_detail
from linli.cases.queries.lists import Filters, Tab, count_cases, export_cases, list_cases
from linli.cases.queries.visible import case_visible_to, case_with_number, cases_visible_to
from linli.cases.rules import State
from linli.cases.testing import RUBBISH, a_command, make_case
from linli.staff.rules import SYSTEM
from linli.staff.testing import COMMUNITY_OFFICE, GRID, GRID_ELSEWHERE, GRID_NEXT_COMMUNITY, Cast

pytestmark = pytest.mark.django_db
A_COMPLAINT = "service.app-complaint"


def some_cases(cast: Cast) -> list[Case]:
    plain = [make_case(cast, area_code=area) for area in (GRID_NEXT_COMMUNITY, GRID_ELSEWHERE)]
    secret = [make_case(cast, kind_code=code) for code in (a_dispute(), A_COMPLAINT)]
    return [make_case(cast, state=State.DISPATCHED), *secret, *plain]


def a_dispute() -> str:
    from linli.cases.queries.kinds import catalogue

    return next(kind.code for kind in catalogue().kinds.values() if kind.confidential)


@pytest.mark.parametrize("who", ["lin", "wei", "chen", "sun", "qian", "wu", "zheng", "feng", "han", "root", "zhao"])
def test_a_list_holds_exactly_what_the_rules_let_one_see(cast: Cast, who: str):
    cases, actor = some_cases(cast), getattr(cast, who).actor
    readable = {case.pk for case in cases if rules.may_see(case.standing, actor)}
    known = {case.pk for case in cases if rules.may_know(case.standing, actor)}
    assert set(cases_visible_to(actor).values_list("pk", flat=True)) == readable
    rows = list_cases(actor, Filters(tab=Tab.ALL)).rows
    assert {row.id for row in rows} == known
    assert {row.id for row in rows if row.title} == readable
    assert count_cases(actor, Filters(tab=Tab.ALL)) == len(known)
    assert {case.pk for case in export_cases(actor, Filters(tab=Tab.ALL))} == readable
    found = {row.id for row in list_cases(actor, Filters(tab=Tab.ALL, q="垃圾")).rows}
    assert found == readable


def test_a_confidential_case_goes_its_way_through_people_who_do_not_read_it(cast: Cast):
    case = make_case(cast, kind_code=a_dispute())
    for act in (
        lambda: actions.file_case(case.pk, command=a_command(cast.chen.actor), lane="dispatch"),
        lambda: actions.dispatch_case(case.pk, command=a_command(cast.wei.actor), unit_code=COMMUNITY_OFFICE),
        lambda: actions.accept_task(case.pk, command=a_command(cast.zheng.actor)),
        lambda: actions.respond(case.pk, command=a_command(cast.zheng.actor), result="双方达成口头协议"),
        lambda: actions.pass_check(case.pk, command=a_command(cast.qian.actor)),
        lambda: actions.close_case(case.pk, command=a_command(cast.wu.actor)),
    ):
        act()
    case.refresh_from_db()
    assert case.state == "closed"
    for who in (cast.chen, cast.wei, cast.qian, cast.wu):
        assert case_detail(who.actor, case.pk).may_read is False


def test_a_mediator_reads_disputes_and_nothing_else_that_is_confidential(cast: Cast):
    dispute, complaint = (make_case(cast, kind_code=code) for code in (a_dispute(), A_COMPLAINT))
    assert rules.may_see(dispute.standing, cast.zheng.actor)
    assert not rules.may_know(complaint.standing, cast.zheng.actor)


def test_a_stranger_finds_no_case_by_id_or_number(cast: Cast):
    case = make_case(cast)
    for ask in (
        lambda: case_visible_to(cast.zhao.actor, case.pk),
        lambda: case_with_number(cast.zhao.actor, case.number),
    ):
        with pytest.raises(errors.CaseNotFound):
            ask()


def test_a_confidential_case_shows_its_filer_state_and_dates_only(cast: Cast):
    case = make_case(cast, kind_code=a_dispute())
    seen = case_detail(cast.chen.actor, case.pk)
    assert (seen.may_read, seen.records, seen.photos, seen.reporter) == (False, [], [], None)
    assert case_detail(cast.zheng.actor, case.pk).may_read


def test_a_unit_that_returned_an_order_may_still_look_it_up(cast: Cast):
    case = make_case(cast, state=State.DISPATCHED)
    actions.return_task(case.pk, command=a_command(cast.sun.actor), reason="不属于本单位")
    assert case_detail(cast.sun.actor, case.pk).steps == ()


def test_pages_by_cursor_miss_and_repeat_nothing(cast: Cast):
    made = {make_case(cast).pk for _ in range(7)}
    for tab in (Tab.ALL, Tab.OPEN):
        seen, cursor = [], ""
        while True:
            page = list_cases(SYSTEM, Filters(tab=tab), cursor=cursor, size=3)
            seen += [row.id for row in page.rows]
            cursor = page.next_cursor
            if not cursor:
                break
        assert (len(seen), set(seen)) == (7, made)


def test_a_forged_cursor_is_a_first_page(cast: Cast):
    make_case(cast)
    for cursor in ("x", "W10=", "eyJhIjoxfQ=="):
        assert len(list_cases(SYSTEM, Filters(), cursor=cursor).rows) == 1


def test_search_finds_chinese_words_and_numbers(cast: Cast):
    case = make_case(cast, text="幸福路十二号门前井盖破损", address="幸福路 12 号")
    make_case(cast, text="楼道灯不亮已有一周")
    for words in ("井盖", "幸福路 破损", case.number, case.number[:8]):
        assert case.pk in {row.id for row in list_cases(SYSTEM, Filters(q=words)).rows}
    assert list_cases(SYSTEM, Filters(q="没有这个词")).rows == []


def test_each_person_s_own_list_is_what_waits_for_their_post(cast: Cast):
    waiting = {
        "chen": State.REPORTED,
        "wei": State.FILED,
        "sun": State.DISPATCHED,
        "qian": State.RESPONDED,
        "wu": State.CHECKED,
    }
    made = {who: make_case(cast, state=state).pk for who, state in waiting.items()}
    for who, pk in made.items():
        mine = {row.id for row in list_cases(getattr(cast, who).actor, Filters(tab=Tab.MINE)).rows}
        assert pk in mine
        assert mine <= {made[who], made["wu"], made["qian"], made["chen"]}


def test_nobody_opens_a_confidential_case_by_giving_it_another_kind(cast: Cast):
    case = make_case(cast, kind_code=a_dispute(), area_code=GRID)
    for act in (
        lambda: actions.file_case(case.pk, command=a_command(cast.chen.actor), kind_code=RUBBISH),
        lambda: actions.correct_kind(case.pk, command=a_command(cast.chen.actor), kind_code=RUBBISH),
        lambda: actions.settle_on_spot(
            case.pk, command=a_command(cast.lin.actor), result="现场已处理好", kind_code=RUBBISH
        ),
    ):
        with pytest.raises(errors.StepNotAllowed):
            act()
    actions.correct_kind(case.pk, command=a_command(SYSTEM), kind_code=RUBBISH)
    case.refresh_from_db()
    assert not case.is_confidential


def test_a_list_narrowed_by_kind_does_not_tell_what_kind_a_confidential_case_is(cast: Cast):
    case = make_case(cast, kind_code=a_dispute())
    asked = Filters(tab=Tab.OPEN, kind_codes=(a_dispute(),))
    assert not list_cases(cast.chen.actor, asked).rows
    assert not count_cases(cast.chen.actor, asked)
    assert [row.id for row in list_cases(cast.zheng.actor, asked).rows] == [case.pk]
