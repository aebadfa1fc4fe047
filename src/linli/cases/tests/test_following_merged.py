"""Whoever reported a merged case follows the main one by their own code: its progress, never another's words."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from linli.cases import actions, errors
from linli.cases.actions.linking import Part, merge_cases, split_case, unmerge_case
from linli.cases.actions.merged_rating import rate_as_merged
from linli.cases.models import Case, Rating
from linli.cases.queries.replaying import replay_cases
from linli.cases.queries.tracking import tracked_case
from linli.cases.rules import State
from linli.cases.testing import COURSE, MONDAY_9, RUBBISH, _steps, a_command, a_report, make_case, make_places
from linli.cases.tests.desk import text_of

pytestmark = pytest.mark.django_db
LATER = MONDAY_9 + dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock(settings, tmp_path):
    settings.LINLI_MEDIA = tmp_path
    with time_machine.travel(LATER, tick=False):
        yield


def reported(text="门口堆着垃圾，快来清理"):
    make_places()
    return actions.report_case(a_report(text=text, kind_code=RUBBISH), command=a_command())


def merged(cast, *, text="门口堆着垃圾，快来清理", state=State.FILED, others=()):
    mine = reported(text)
    main = make_case(cast, text="王家门前的垃圾三天没人管", reporter_name="王芳")
    merge_cases(
        main.pk, [mine.case.pk, *others], command=a_command(cast.chen.actor, at=MONDAY_9 + dt.timedelta(minutes=5))
    )
    return mine, _brought(cast, main, state)


def _brought(cast, main, state):
    """Bring the main case to a state by the ordinary steps."""
    for number, step in enumerate(_steps(cast)[: COURSE.index(state)], start=1):
        step(main, MONDAY_9 + dt.timedelta(hours=number))
    main.refresh_from_db()
    return main


def page_of(client, code):
    return text_of(client.get(f"/track/{code}/", follow=True))


def test_the_code_of_a_merged_case_shows_how_the_main_one_goes(cast):
    mine, main = merged(cast, state=State.CLOSED)
    tracked = tracked_case(mine.tracking_code, at=LATER)

    assert tracked.is_merged
    assert (tracked.case.pk, tracked.progress.pk, tracked.stage) == (mine.case.pk, main.pk, 7)
    assert [step.name for step in tracked.steps][:2] == ["report", "merge"]
    assert tracked.steps[-1].name == "close"
    assert "已清运并冲洗地面" in [step.note for step in tracked.steps]


def test_nothing_another_person_said_is_shown(cast, client):
    mine, main = merged(cast, state=State.CLOSED)
    actions.reopen_case(main.pk, command=a_command(at=LATER), reason="王芳说又堆上了", tracked=True)
    tracked = tracked_case(mine.tracking_code, at=LATER)
    shown = repr([(step.name, step.note) for step in tracked.steps]) + tracked.case.text

    assert "王" not in shown
    assert tracked.photos == []


def test_the_page_says_into_which_case_it_was_merged(cast, client):
    mine, main = merged(cast)
    page = page_of(client, mine.tracking_code)

    assert main.number in page
    assert "并入" in page
    assert "王家门前" not in page


def test_each_reporter_rates_once_and_the_main_reporters_score_stays(cast):
    other = reported("又是那堆垃圾，味道很大")
    mine, main = merged(cast, state=State.CLOSED, others=[other.case.pk])
    actions.rate_case(main.pk, command=a_command(at=LATER), score=5)
    rate_as_merged(mine.case.pk, command=a_command(at=LATER), score=3, text="来得晚")
    rate_as_merged(other.case.pk, command=a_command(at=LATER), score=1)
    main.refresh_from_db()

    assert main.score == 5
    assert sorted(Rating.objects.values_list("score", flat=True)) == [1, 3, 5]
    with pytest.raises(errors.RatedBefore):
        rate_as_merged(mine.case.pk, command=a_command(at=LATER), score=4)
    assert not tracked_case(mine.tracking_code, at=LATER).may_rate
    assert [difference for _number, found in replay_cases() for difference in found] == []


def test_a_rating_sent_twice_counts_once(cast):
    mine, _main = merged(cast, state=State.CLOSED)
    command = a_command(at=LATER)
    for _time in range(2):
        rate_as_merged(mine.case.pk, command=command, score=4)

    assert Rating.objects.count() == 1


def test_nobody_rates_before_the_main_case_is_closed_or_what_was_never_merged(cast):
    mine, _main = merged(cast)
    with pytest.raises(errors.WrongState):
        rate_as_merged(mine.case.pk, command=a_command(at=LATER), score=4)
    with pytest.raises(errors.WrongState):
        rate_as_merged(make_case(cast).pk, command=a_command(at=LATER), score=4)


def test_rating_and_asking_again_work_from_the_page(cast, client):
    mine, main = merged(cast, state=State.CLOSED)
    page = page_of(client, mine.tracking_code)
    assert "请您评价" in page
    assert "要求重办" in page
    command = {"command_id": "0190f2b6-0000-7000-8000-000000000001"}
    client.post(reverse("portal:rating", args=[mine.tracking_code]), {"score": 4, "text": "", **command})
    assert Rating.objects.get().case_id == mine.case.pk

    again = {"command_id": "0190f2b6-0000-7000-8000-000000000002", "reason": "又堆上了，没有清理干净"}
    client.post(reverse("portal:reopening", args=[mine.tracking_code]), again)
    main.refresh_from_db()
    assert main.state == "filed"


def test_after_the_merge_is_taken_back_the_code_shows_its_own_case_again(cast):
    mine, _main = merged(cast)
    unmerge_case(mine.case.pk, command=a_command(cast.chen.actor, at=LATER), reason="两处不同的垃圾")
    tracked = tracked_case(mine.tracking_code, at=LATER)

    assert not tracked.is_merged
    assert tracked.stage == 1


def test_a_duplicate_of_a_confidential_case_opens_nothing(cast):
    mine, main = reported(), make_case(cast)
    actions.decline_case(
        mine.case.pk, command=a_command(cast.chen.actor, at=LATER), reason="已在办理", duplicate_of=main.pk
    )
    Case.objects.filter(pk=main.pk).update(is_confidential=True)

    assert not tracked_case(mine.tracking_code, at=LATER).is_merged


def test_whoever_reported_several_matters_sees_all_their_numbers(cast, client):
    mine = reported("垃圾没人清，另外路灯不亮")
    (part,) = split_case(mine.case.pk, [Part("路灯不亮")], command=a_command(cast.chen.actor, at=LATER))
    tracked = tracked_case(mine.tracking_code, at=LATER)

    assert tracked.parts == [(part.number, "reported")]
    assert part.number in page_of(client, mine.tracking_code)
