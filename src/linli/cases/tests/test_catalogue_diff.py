"""A changed catalogue: what it would do, said before it is loaded; a running case keeps its version and goes on by it."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from linli.cases import actions, errors
from linli.cases.actions import load_catalogue
from linli.cases.catalogue import SHIPPED, load_directory
from linli.cases.cli_catalogue import catalogue as command
from linli.cases.models import Case
from linli.cases.queries import kinds
from linli.cases.queries.replaying import replay_cases
from linli.cases.rules import State
from linli.cases.testing import MONDAY_9, RUBBISH, a_command, make_case
from linli.staff.testing import Cast

pytestmark = pytest.mark.django_db
LATER = MONDAY_9 + dt.timedelta(days=1)
SURVEY = """
[[phase]]
code = "surveying"
name = { zh-hans = "现场勘查", zh-hant = "現場勘查", en = "On-site survey" }
stage = "filed"
limit = "4 working hours"

[[step]]
code = "survey"
name = { zh-hans = "派人勘查", zh-hant = "派人勘查", en = "Send somebody to look" }
from = ["filed"]
to = ["surveying"]
may = ["cases.dispatch"]

[[step]]
code = "survey-again"
name = { zh-hans = "不必勘查", zh-hant = "不必勘查", en = "No survey needed" }
from = ["surveying"]
to = ["filed"]
may = ["cases.dispatch"]
"""
SORT = """
[[step]]
code = "sort"
name = { zh-hans = "分流", zh-hant = "分流", en = "Sort" }
from = ["filed", "surveying"]
to = ["filed", "surveying"]
may = ["cases.dispatch"]

[[step.fields]]
code = "to"
name = { zh-hans = "去向", zh-hant = "去向", en = "Where to" }
takes = "choice"
choices = [
  { code = "filed", name = { zh-hans = "不用看", zh-hant = "不用看", en = "No need to look" } },
  { code = "surveying", name = { zh-hans = "去看看", zh-hant = "去看看", en = "Go and look" } },
]

[[step.fields]]
code = "note"
name = { zh-hans = "说明", zh-hant = "說明", en = "Why" }
required = false
"""


def shipped(name: str) -> str:
    return (SHIPPED / "workflows" / f"{name}.toml").read_text(encoding="utf-8")


def overlay(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_toml", ".toml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def with_survey(folder: Path) -> Path:
    """A city that looks at the place before it dispatches: dispatch starts from the survey alone."""
    text = shipped("dispatch").replace('code = "dispatch"\nfrom = ["filed"]', 'code = "dispatch"\nfrom = ["surveying"]')
    return overlay(folder, workflows__dispatch_toml=text + SURVEY)


@pytest.fixture
def change(settings):
    """Run with another catalogue from now on, as after a restart."""

    def run_with(directory: Path) -> None:
        settings.LINLI_CATALOGUE = str(directory)
        kinds.catalogue.cache_clear()
        load_catalogue(kinds.catalogue(), at=MONDAY_9)

    load_catalogue(kinds.catalogue(), at=MONDAY_9)
    yield run_with
    settings.LINLI_CATALOGUE = ""
    kinds.catalogue.cache_clear()


def diff(directory: Path) -> dict:
    outcome = CliRunner().invoke(command, ["diff", str(directory), "--json"])
    assert outcome.exit_code == 0, outcome.output
    return json.loads(outcome.stdout)


def test_a_running_case_goes_on_by_its_version_and_a_new_one_by_the_new(cast: Cast, change, tmp_path):
    old = make_case(cast, state=State.FILED)
    change(with_survey(tmp_path))
    actions.dispatch_case(old.pk, command=a_command(cast.wei.actor, at=LATER))
    new = make_case(cast, state=State.FILED, at=LATER)
    with pytest.raises(errors.WrongState):
        actions.dispatch_case(new.pk, command=a_command(cast.wei.actor, at=LATER))
    actions.advance_case(new.pk, step="survey", command=a_command(cast.wei.actor, at=LATER), answers={})
    actions.dispatch_case(new.pk, command=a_command(cast.wei.actor, at=LATER))
    for case in (old, new):
        case.refresh_from_db()
    assert (old.phase, new.phase) == ("dispatched", "dispatched")
    assert old.workflow_version != new.workflow_version
    assert [found for _number, found in replay_cases() if found] == []


def test_a_case_in_a_phase_that_is_gone_still_ends(cast: Cast, change, tmp_path):
    change(with_survey(tmp_path / "with"))
    case = make_case(cast, state=State.FILED)
    actions.advance_case(case.pk, step="survey", command=a_command(cast.wei.actor, at=LATER), answers={})
    without = overlay(tmp_path / "without", workflows__dispatch_toml=shipped("dispatch"))
    change(without)
    actions.dispatch_case(case.pk, command=a_command(cast.wei.actor, at=LATER))
    assert Case.objects.get(pk=case.pk).phase == "dispatched"
    assert [found for _number, found in replay_cases() if found] == []


def test_nothing_changed_says_so(change):
    outcome = CliRunner().invoke(command, ["diff", str(SHIPPED)])
    assert outcome.exit_code == 0
    assert "没有变化" in outcome.stdout


def test_what_would_change_is_named_down_to_the_value(change, tmp_path):
    found = diff(with_survey(tmp_path))
    changed = {one["what"]: (one["before"], one["after"]) for one in found["workflows"]["changed"]["dispatch"]}
    assert changed["phase.surveying.limit"] == (None, "4 working hours")
    assert changed["step.dispatch.from"] == (["filed"], ["surveying"])
    assert found["kinds"]["changed"] == {}
    assert "urgent" in found["workflows"]["changed"]  # made from dispatch


def test_a_new_workflow_and_a_kind_with_other_limits_are_named_with_the_open_cases(cast: Cast, change, tmp_path):
    make_case(cast, state=State.FILED)
    events = (SHIPPED / "kinds" / "events.toml").read_text(encoding="utf-8")
    start = events.index(f'code = "{RUBBISH}"')
    entry = "[[kind]]\n" + events[start : events.index("[[kind]]", start)]
    entry = re.sub(r'resident = "[^"]+"', 'resident = "9 working days"', entry)
    ours = 'code = "ours"\n' + shipped("on-spot").split('code = "on-spot"\n')[1]
    found = diff(overlay(tmp_path, kinds__ours_toml=entry, workflows__ours_toml=ours))
    assert found["workflows"]["added"] == ["ours"]
    [told] = found["open_cases"]["other_limits"]
    assert (told["kind"], told["cases"]) == (RUBBISH, 1)
    assert "limits.resident" in told["limits"][0]["what"]
    assert told["limits"][0]["after"] == "9 working days"


def test_open_cases_are_counted_by_version_and_those_left_behind_are_told(cast: Cast, change, tmp_path):
    change(with_survey(tmp_path))
    case = make_case(cast, state=State.FILED)
    actions.advance_case(case.pk, step="survey", command=a_command(cast.wei.actor, at=LATER), answers={})
    found = diff(SHIPPED)["open_cases"]
    assert found["by_version"] == [
        {"workflow": "dispatch", "version": case.workflow_version, "cases": 1, "is_kept": True}
    ]
    assert [(one["phase"], one["cases"]) for one in found["phases_gone"]] == [("surveying", 1)]
    said = CliRunner().invoke(command, ["diff", str(SHIPPED)]).stdout
    assert "“surveying”，1 件" in said
    assert "step.dispatch.from" in said


def test_cases_under_a_version_that_was_never_kept_are_warned_of(cast: Cast, tmp_path):
    make_case(cast, state=State.FILED)
    said = CliRunner().invoke(command, ["diff", str(with_survey(tmp_path))]).stdout
    assert "linli catalogue load" in said


def test_a_broken_catalogue_is_not_compared(tmp_path):
    broken = overlay(tmp_path, workflows__ours_toml='code = "ours"\n')
    outcome = CliRunner().invoke(command, ["diff", str(broken)])
    assert outcome.exit_code == 1
    assert "workflows/ours.toml:1: " in outcome.stderr


def test_a_whole_directory_is_compared_by_itself(change, tmp_path):
    for path in SHIPPED.rglob("*.toml"):
        copy = tmp_path / path.relative_to(SHIPPED)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "workflows" / "whistle.toml").unlink()
    kept = (tmp_path / "kinds" / "joint.toml").read_text(encoding="utf-8")
    kept = kept.replace('lanes = ["joint", "whistle", "dispatch"]', 'lanes = ["joint", "dispatch"]')
    kept = kept.replace('lanes = ["whistle", "joint"]', 'lanes = ["joint"]')
    (tmp_path / "kinds" / "joint.toml").write_text(kept, encoding="utf-8")
    found = diff(tmp_path)
    assert found["workflows"]["removed"] == ["whistle"]
    assert set(found["kinds"]["changed"]) == {"request.long-standing", "request.whistle"}
    assert load_directory(tmp_path).workflows.keys() < load_directory(SHIPPED).workflows.keys()


def test_a_step_may_let_whoever_takes_it_choose_where_it_leads(cast: Cast, change, tmp_path):
    change(overlay(tmp_path, workflows__dispatch_toml=shipped("dispatch") + SURVEY + SORT))
    case = make_case(cast, state=State.FILED)

    def sort(**answers: str) -> None:
        actions.advance_case(case.pk, step="sort", command=a_command(cast.wei.actor, at=LATER), answers=answers)

    with pytest.raises(errors.AnswerWrong):
        sort(to="handling")
    sort(to="surveying", note="地点说不清")
    case.refresh_from_db()
    assert (case.phase, case.answers) == ("surveying", {})
    assert case.records.get(name="sort").note == "地点说不清"
    sort(to="filed")
    case.refresh_from_db()
    assert case.phase == "filed"
    page = cast.wei.sign_in().get(f"/desk/cases/{case.pk}/").content.decode()
    assert "去向：去看看" in page
    assert [found for _number, found in replay_cases() if found] == []
