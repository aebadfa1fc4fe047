"""A past case is stored exactly as the actions would have stored it, step by step."""

import datetime as dt
import io

import pytest

from linli.cases import actions
from linli.cases.actions.past import follow
from linli.cases.queries.projection import PROJECTED
from linli.cases.queries.visible import case_visible_to
from linli.cases.rules import StepName
from linli.core.ids import new_id
from linli.site.sampletown.blocks import DISTRICT_CODE
from linli.site.sampletown.chance import dice
from linli.site.sampletown.courses import Courses
from linli.site.sampletown.past_cases import Town, past_cases, present
from linli.site.sampletown.roster import Caller
from linli.site.sampletown.spots import spots
from linli.site.sampletown.team import Team
from linli.site.sampletown.tests.conftest import TODAY
from linli.site.sampletown.tests.test_drawing import Drawn
from linli.staff.rules import RESIDENT, SYSTEM, Command

WANTED = (
    StepName.DECLINE, StepName.VOID, StepName.SETTLE, StepName.RETURN, StepName.FAIL_CHECK, StepName.REOPEN, StepName.RATE,
    StepName.ATTACH,
)  # fmt: skip


def act(case_id, step):
    command = Command(new_id(), step.by, step.at)
    said = {
        StepName.FILE: lambda: actions.file_case(case_id, command=command, kind_code=step.kind_code, lane=step.lane),
        StepName.DECLINE: lambda: actions.decline_case(case_id, command=command, reason=step.said),
        StepName.SETTLE: lambda: actions.settle_on_spot(
            case_id, command=command, result=step.said, kind_code=step.kind_code
        ),
        StepName.DISPATCH: lambda: actions.dispatch_case(
            case_id, command=command, unit_code=step.unit_code, note=step.said
        ),
        StepName.ACCEPT: lambda: actions.accept_task(case_id, command=command),
        StepName.RETURN: lambda: actions.return_task(case_id, command=command, reason=step.said),
        StepName.ATTACH: lambda: actions.attach_photo(
            case_id, command=command, file=io.BytesIO(step.photo.content), name="p.jpg", purpose=step.purpose
        ),
        StepName.RESPOND: lambda: actions.respond(case_id, command=command, result=step.said),
        StepName.PASS_CHECK: lambda: actions.pass_check(case_id, command=command, note=step.said),
        StepName.FAIL_CHECK: lambda: actions.fail_check(case_id, command=command, reason=step.said),
        StepName.CLOSE: lambda: actions.close_case(case_id, command=command, outcome=step.outcome, note=step.said),
        StepName.REOPEN: lambda: actions.reopen_case(case_id, command=command, reason=step.said),
        StepName.VOID: lambda: actions.void_case(case_id, command=command, reason=step.said),
        StepName.RATE: lambda: actions.rate_case(case_id, command=command, score=step.score, text=step.said),
    }
    said[step.name]()


def row(case):
    return {name: getattr(case, name) for name in PROJECTED if name != "number"} | {"version": case.version}


def line(record):
    changes = {name: value for name, value in record["changes"].items() if name != "number"}
    note = "" if record["name"] == "attach" else record["note"]
    return (record["seq"], record["name"], record["at"], record["by"], record["by_name"], note, changes)


def values(rows, names):
    return sorted(str([getattr(found, name) for name in names]) for found in rows)


TASK = (
    "unit_code",
    "is_lead",
    "state",
    "rule",
    "assigned_at",
    "accepted_at",
    "ended_at",
    "due_at",
    "handler_id",
    "note",
)


@pytest.fixture
def told(small_town):
    return [past for past in past_cases(600, town=the_town(), seed=5, with_photos=True) if past.steps]


def the_town():
    drawn = Drawn(300)
    places = spots(drawn.net, drawn.division, drawn.built)
    return Town(places, [Caller("何秀兰", "19900000001")], Team.of(DISTRICT_CODE), TODAY)


@pytest.mark.parametrize("seed", [11, 12])
def test_every_course_that_is_told_can_be_taken(small_town, seed):
    followed = [follow(past) for past in past_cases(2_000, town=the_town(), seed=seed, with_photos=True)]
    assert len(followed) == 2_000


def test_what_lies_outside_every_grid_waits_for_a_person(small_town):
    courses = Courses(now=present(TODAY), team=Team.of(DISTRICT_CODE), thrown=dice(1, "x"), with_photos=False)
    report = actions.NewReport("楼上的狗整天叫", "portal", reporter_phone="19900000001")
    long_ago = present(TODAY) - dt.timedelta(days=90)
    for _ in range(300):
        told = courses.course("request.pets", report=report, at=long_ago, by=RESIDENT, area_code="")
        assert {step.name for step in told} <= {StepName.FILE, StepName.DECLINE, StepName.VOID}


def test_the_bulk_path_stores_what_the_actions_store(told):
    for wanted in WANTED:
        compare(next(past for past in told if wanted in {step.name for step in past.steps}))


def compare(past):
    course = follow(past)
    opening = Command(new_id(), past.by, past.at)
    real = actions.report_case(past.report, command=opening, case_id=past.id).case  # the check-back is drawn by the id
    for step in past.steps:
        act(real.pk, step)
    real = case_visible_to(SYSTEM, real.pk)
    assert row(course.case) == row(real)
    stored = real.records.order_by("seq").values()
    assert [line(record) for record in course.records] == [line(record) for record in stored]
    assert values(course.tasks, TASK) == values(real.tasks.all(), TASK)
    assert values(course.ratings, ("round", "score", "text", "at", "channel")) == values(
        real.ratings.all(), ("round", "score", "text", "at", "channel")
    )
    assert getattr(course.choice, "chosen", None) == getattr(getattr(real, "triage", None), "chosen", None)
    assert bool(course.reporter) == hasattr(real, "reporter")
