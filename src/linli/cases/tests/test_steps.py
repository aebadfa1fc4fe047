"""Every step is applied once, and says no with its own reason."""

import datetime as dt
from pathlib import Path

import pytest

from linli.cases import actions, errors
from linli.cases.actions import learning
from linli.cases.catalogue import SHIPPED, load_directory
from linli.cases.models import Case, CaseKind
from linli.cases.queries import kinds, suggesting
from linli.cases.rules import Lane, State
from linli.cases.testing import MONDAY_9, RUBBISH, a_command, a_photo, a_report, make_case
from linli.cases.tests.invented_reports import invented_reports
from linli.cases.triage.suggesting import training_rows
from linli.core.errors import LinliError
from linli.core.ids import new_id
from linli.places.testing import middle
from linli.staff.rules import SYSTEM, Command
from linli.staff.testing import CLEANING, DISTRICT, Cast

pytestmark = pytest.mark.django_db
NO_LANE_ON_SPOT = "event.road-collapse"


def photo(colour: str = "blue") -> dict:
    return {"file": a_photo(colour=colour), "name": "p.jpg", "purpose": "after"}


def evidence(case: Case, cast: Cast) -> None:
    for purpose, colour in (("before", "red"), ("after", "green")):
        command = a_command(cast.sun.actor, at=MONDAY_9 + dt.timedelta(hours=5))
        actions.attach_photo(case.pk, command=command, **photo(colour) | {"purpose": purpose})


STEPS = (
    (State.REPORTED, "chen", actions.file_case, dict),
    (State.REPORTED, "chen", actions.decline_case, lambda: {"reason": "不属于受理范围"}),
    (State.REPORTED, "chen", actions.correct_kind, lambda: {"kind_code": "event.piled-rubble"}),
    (State.REPORTED, "lin", actions.settle_on_spot, lambda: {"result": "当场清理干净"}),
    (State.FILED, "wei", actions.dispatch_case, dict),
    (State.DISPATCHED, "sun", actions.accept_task, dict),
    (State.DISPATCHED, "sun", actions.return_task, lambda: {"reason": "不属于本单位"}),
    (State.HANDLING, "sun", actions.respond, lambda: {"result": "已清运并冲洗"}),
    (State.RESPONDED, "qian", actions.pass_check, dict),
    (State.RESPONDED, "qian", actions.fail_check, lambda: {"reason": "垃圾还在"}),
    (State.CHECKED, "wu", actions.close_case, dict),
    (State.CLOSED, "chen", actions.reopen_case, lambda: {"reason": "又堆上了"}),
    (State.CLOSED, "chen", actions.visit_back, lambda: {"score": 4}),
    (State.CLOSED, "chen", actions.rate_case, lambda: {"score": 4}),
    (State.FILED, "wu", actions.void_case, lambda: {"reason": "误立"}),
    (State.FILED, "chen", actions.add_note, lambda: {"text": "已电话核实"}),
    (State.FILED, "chen", actions.attach_photo, photo),
)


@pytest.mark.parametrize(("state", "who", "act", "said"), STEPS, ids=lambda value: getattr(value, "__name__", None))
def test_a_step_that_is_sent_twice_is_taken_once(cast: Cast, state: State, who: str, act, said):
    case = make_case(cast, state=state)
    if act is actions.respond:
        evidence(case, cast)
    command = a_command(getattr(cast, who).actor, at=MONDAY_9 + dt.timedelta(days=1))
    first = act(case.pk, command=command, **said())
    again = act(case.pk, command=command, **said())
    assert (again.pk, again.version) == (first.pk, first.version)
    assert case.records.filter(command_id=command.id).count() == 1


@pytest.mark.parametrize(
    ("state", "who", "act", "said", "refusal"),
    [
        (State.REPORTED, "chen", actions.file_case, {"lane": Lane.URGENT}, errors.LaneNotForKind),
        (State.REPORTED, "chen", actions.file_case, {"kind_code": "no.such"}, errors.KindUnknown),
        (State.REPORTED, "lin", actions.settle_on_spot, {"result": "做"}, errors.ResultMissing),
        (State.REPORTED, "lin", actions.settle_on_spot, {"result": "当场处理了", "kind_code": NO_LANE_ON_SPOT}, errors.LaneNotForKind),
        (State.HANDLING, "sun", actions.respond, {"result": " 做 "}, errors.ResultMissing),
        (State.CHECKED, "wu", actions.close_case, {"outcome": "not-fixable"}, errors.ReasonMissing),
        (State.CHECKED, "wu", actions.close_case, {"outcome": "forgotten"}, errors.OutcomeUnknown),
        (State.FILED, "chen", actions.rate_case, {"score": 5}, errors.WrongState),
        (State.CLOSED, "chen", actions.rate_case, {"score": 6}, errors.RatingInvalid),
        (State.CLOSED, "qian", actions.reopen_case, {"reason": "又堆上了"}, errors.StepNotAllowed),
        (State.CLOSED, "zhao", actions.reopen_case, {"reason": "又堆上了"}, errors.CaseNotFound),
    ],
)  # fmt: skip
def test_a_step_is_refused_with_its_reason_and_changes_nothing(
    cast: Cast, state: State, who: str, act, said: dict, refusal: type[LinliError]
):
    case = make_case(cast, state=state)
    with pytest.raises(refusal):
        act(case.pk, command=a_command(getattr(cast, who).actor, at=MONDAY_9 + dt.timedelta(days=1)), **said)
    assert Case.objects.get(pk=case.pk).version == case.version


@pytest.mark.parametrize(
    ("who", "act", "said"),
    [("chen", actions.file_case, {}), ("lin", actions.settle_on_spot, {"result": "当场清理干净"})],
)
def test_without_a_kind_nothing_is_filed_or_settled(cast: Cast, who: str, act, said: dict):
    case = make_case(cast, kind_code="")
    with pytest.raises(errors.KindMissing):
        act(case.pk, command=a_command(getattr(cast, who).actor), **said)


@pytest.mark.parametrize("act", [actions.rate_case, actions.reopen_case])
def test_a_case_that_is_not_there_can_be_neither_rated_nor_opened(cast: Cast, act):
    said = {"score": 5} if act is actions.rate_case else {"reason": "又堆上了", "tracked": True}
    with pytest.raises(errors.CaseNotFound):
        act(new_id(), command=a_command(), **said)


def test_where_no_unit_has_the_duty_the_place_takes_it_unless_the_dispatcher_names_another(cast: Cast):
    case = make_case(cast, state=State.FILED, kind_code="component.street-lamp")
    other = make_case(cast, state=State.FILED, kind_code="component.street-lamp")
    actions.dispatch_case(case.pk, command=a_command(cast.wei.actor))
    assert Case.objects.get(pk=case.pk).tasks.get().rule == "place:lighting@990101001"
    actions.dispatch_case(other.pk, command=a_command(cast.wei.actor), unit_code=CLEANING)
    assert Case.objects.get(pk=other.pk).tasks.get().rule == ""


@pytest.mark.parametrize(
    ("report", "refusal"),
    [
        ({"channel": "pigeon"}, errors.ChannelUnknown),
        ({"reporter_phone": "12"}, errors.PhoneInvalid),
        ({"lon_cgcs2000": 121.5}, errors.PointOutOfRange),
        ({"lon_cgcs2000": 29.8, "lat_cgcs2000": 121.5}, errors.PointOutOfRange),
    ],
)
def test_a_report_that_cannot_be_is_refused(cast: Cast, report: dict, refusal: type[LinliError]):
    with pytest.raises(refusal):
        actions.report_case(a_report(**report), command=a_command())


def test_an_account_without_a_post_reports_for_itself_only(cast: Cast):
    with pytest.raises(errors.StepNotAllowed):
        actions.report_case(a_report(), command=a_command(cast.zhao.actor))
    own = a_report(account_id=cast.zhao.account.pk)
    assert actions.report_case(own, command=a_command(cast.zhao.actor)).tracking_code


def test_an_urgent_kind_alone_begins_urgent(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    kind = kinds.kind_named(RUBBISH).model_copy(update={"lanes": (Lane.URGENT,)})
    monkeypatch.setitem(kinds.catalogue().kinds, RUBBISH, kind)
    assert make_case(cast).lane == Lane.URGENT


def test_a_reporter_without_contact_has_none_to_show(cast: Cast):
    case = make_case(cast)
    case.reporter.delete()
    shown = actions.disclose_reporter(case.pk, command=a_command(cast.chen.actor), purpose="核实地点")
    assert (shown.name, shown.phone, case.disclosures.count()) == ("", "", 1)


def test_whoever_may_not_read_the_case_reads_no_contact(cast: Cast):
    case = make_case(cast)
    for who, refusal in ((cast.zhao, errors.CaseNotFound), (cast.feng, errors.StepNotAllowed)):
        with pytest.raises(refusal):
            actions.disclose_reporter(case.pk, command=a_command(who.actor), purpose="核实地点")
    assert case.disclosures.count() == 0


def test_a_contact_is_shown_clear_and_the_reading_is_kept(cast: Cast):
    case = make_case(cast, reporter_name="何秀兰", reporter_phone="19900000001")
    shown = actions.disclose_reporter(case.pk, command=a_command(cast.chen.actor), purpose="核实地点")
    assert (shown.name, shown.phone) == ("何秀兰", "19900000001")
    assert case.disclosures.get().purpose == "核实地点"


def test_a_case_whose_place_stays_the_same_gets_no_new_line(cast: Cast):
    lon, lat = middle(0, 0)
    case = make_case(cast, area_code="", lon_cgcs2000=lon, lat_cgcs2000=lat)
    assert case.is_located
    assert actions.relocate_cases([DISTRICT], command=a_command(SYSTEM)) == 0
    assert case.records.count() == 1


def test_a_case_closed_meanwhile_is_not_located_anew(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    case = make_case(cast, state=State.CLOSED)
    monkeypatch.setattr("linli.cases.actions.noting._cases_elsewhere", lambda _prefixes: [(case.pk, "990101001001002")])
    assert actions.relocate_cases([""], command=Command(new_id(), SYSTEM, MONDAY_9)) == 0


def test_a_running_case_keeps_the_version_of_its_kind(cast: Cast, tmp_path: Path):
    actions.load_catalogue(kinds.catalogue(), at=MONDAY_9)
    case = make_case(cast, state=State.FILED)
    (tmp_path / "kinds").mkdir()
    before = kinds.kind_named(RUBBISH).version
    text = (SHIPPED / "kinds/events.toml").read_text("utf-8").split("[[kind]]")
    ours = next(part for part in text if f'"{RUBBISH}"' in part).replace(
        'evidence = "before-and-after"', 'evidence = "none"'
    )
    (tmp_path / "kinds/ours.toml").write_text(f"[[kind]]{ours}", "utf-8")
    changed = load_directory(SHIPPED, overlay=tmp_path)
    assert actions.load_catalogue(changed, at=MONDAY_9).new_kinds == 1
    current = dict(CaseKind.objects.filter(code=RUBBISH).values_list("version", "is_current"))
    assert current == {before: False, changed.kinds[RUBBISH].version: True}
    Case.objects.filter(pk=case.pk).update(kind_version=changed.kinds[RUBBISH].version)
    case.refresh_from_db()
    kept = kinds.kind_of(case)
    assert kept is not None
    assert kept.evidence.value == "none"


def test_triage_learns_from_closed_cases_once_there_are_enough(cast: Cast, settings, tmp_path: Path, monkeypatch):
    settings.LINLI_DATA = tmp_path
    assert learning.learn() is None
    assert not learning.is_worth_learning()
    texts, right = invented_reports()
    rows = training_rows((text, "", kind) for text, kind in zip(texts, right, strict=True))
    monkeypatch.setattr(suggesting, "closed_rows", lambda: rows)
    learned = learning.learn()
    assert learned is not None
    assert learned.kinds > 1
    assert suggesting.model_path().is_file()
