"""Edits as people make them: kept with how it was before, taken back one by one, refused where somebody else was faster."""

import datetime as dt

import numpy as np
import pytest

from linli.core.commands import CommandIdReused
from linli.core.ids import new_id
from linli.grids import errors
from linli.grids.actions.editing import edit, undo
from linli.grids.models import Plan, PlanEdit, PlanPart
from linli.grids.queries.plans import grid_of_unit
from linli.grids.rules import EditWhat, PlanState
from linli.grids.tests.squares import squares, stored_part
from linli.staff.rules import Command

HALVES = [0, 0, 0, 1, 1, 1] * 4
AT = dt.datetime(2026, 11, 16, 2, tzinfo=dt.UTC)


@pytest.fixture(name="part")
def part_fixture(cast) -> PlanPart:
    return stored_part(squares(6, 4), 6, HALVES)


def by(member, command_id=None) -> Command:
    return Command(command_id or new_id(), member.actor, AT)


def read(part: PlanPart) -> PlanPart:
    return PlanPart.objects.select_related("plan").get(pk=part.pk)


def test_an_edit_is_kept_with_how_it_was_and_by_whom(cast, part):
    done = edit(part.pk, EditWhat.MOVE_UNITS, {"units": [2], "to": 1}, version=0, command=by(cast.jiang))
    assert done.version == 1
    row = PlanEdit.objects.get(part=part)
    assert (row.by_name, row.what, row.payload, row.at) == ("姜文琴", "move-units", {"units": [2], "to": 1}, AT)
    assert np.frombuffer(bytes(row.grid_of_unit_before), np.int32).tolist() == HALVES
    assert grid_of_unit(read(part)).tolist() == [0, 0, 1, *HALVES[3:]]


def test_figures_follow_an_edit_in_the_part_and_in_the_plan(cast, part):
    before = read(part)
    edit(part.pk, EditWhat.MOVE_BLOCK, {"units": [2], "to": 1}, version=0, command=by(cast.jiang))
    after = read(part)
    assert [one["households"] for one in after.grids] == [200, 280]
    assert before.score["worst_deviation"] == 0
    assert after.score["worst_deviation"] == pytest.approx(1 / 6, abs=1e-5)
    assert after.plan.scores["plan"]["worst_deviation"] == pytest.approx(1 / 6, abs=1e-5)
    assert after.score["moved_households"] is not None


def test_a_split_numbers_the_new_grid_and_leaves_the_others_their_codes(cast, part):
    codes = [one["code"] for one in part.grids]
    edit(part.pk, EditWhat.SPLIT, {"grid": 0}, version=0, command=by(cast.jiang))
    after = read(part)
    assert [one["code"] for one in after.grids[:2]] == codes
    assert after.grids[2]["code"] not in codes
    assert len(after.grids) == 3


def test_a_merge_leaves_the_grid_that_goes_on_its_name(cast, part):
    edit(part.pk, EditWhat.DESCRIBE, {"grid": 1, "name": "河东网格"}, version=0, command=by(cast.jiang))
    edit(part.pk, EditWhat.MERGE, {"grid": 1, "other": 0}, version=1, command=by(cast.jiang))
    assert [one["name"] for one in read(part).grids] == ["河东网格"]


def test_a_line_on_the_map_is_a_border_on_the_ground(cast, part):
    # 100 m east of the origin, in degrees.
    east = 117.10 + 100 / 94_600
    line = [[east, 31.849], [east, 31.853]]
    edit(part.pk, EditWhat.LINE, {"grid": 0, "other": 1, "line": line}, version=0, command=by(cast.jiang))
    assert grid_of_unit(read(part)).tolist() == [0, 0, 1, 1, 1, 1] * 4


def test_edits_are_taken_back_one_by_one(cast, part):
    edit(part.pk, EditWhat.MOVE_UNITS, {"units": [2], "to": 1}, version=0, command=by(cast.jiang))
    edit(part.pk, EditWhat.SPLIT, {"grid": 1}, version=1, command=by(cast.jiang))
    undo(part.pk, version=2, command=by(cast.jiang))
    assert grid_of_unit(read(part)).tolist() == [0, 0, 1, *HALVES[3:]]
    undo(part.pk, version=3, command=by(cast.jiang))
    assert grid_of_unit(read(part)).tolist() == HALVES
    with pytest.raises(errors.NothingToUndo):
        undo(part.pk, version=4, command=by(cast.jiang))


def test_taking_back_brings_codes_names_and_figures_back(cast, part):
    before = read(part)
    edit(part.pk, EditWhat.MERGE, {"grid": 1, "other": 0}, version=0, command=by(cast.jiang))
    edit(part.pk, EditWhat.DESCRIBE, {"grid": 0, "name": "大网格"}, version=1, command=by(cast.jiang))
    undo(part.pk, version=2, command=by(cast.jiang))
    undo(part.pk, version=3, command=by(cast.jiang))
    after = read(part)
    assert after.grids == before.grids
    assert after.score == before.score


def test_an_edit_after_taking_back_is_taken_back_alone(cast, part):
    edit(part.pk, EditWhat.MOVE_UNITS, {"units": [2], "to": 1}, version=0, command=by(cast.jiang))
    undo(part.pk, version=1, command=by(cast.jiang))
    edit(part.pk, EditWhat.MOVE_UNITS, {"units": [3], "to": 0}, version=2, command=by(cast.jiang))
    undo(part.pk, version=3, command=by(cast.jiang))
    assert grid_of_unit(read(part)).tolist() == HALVES


def test_an_edit_made_on_an_older_version_is_refused(cast, part):
    edit(part.pk, EditWhat.MOVE_UNITS, {"units": [2], "to": 1}, version=0, command=by(cast.jiang))
    with pytest.raises(errors.PlanStale):
        edit(part.pk, EditWhat.MOVE_UNITS, {"units": [8], "to": 1}, version=0, command=by(cast.wei))


def test_the_same_command_changes_once(cast, part):
    key = new_id()
    for _turn in range(2):
        edit(part.pk, EditWhat.MOVE_UNITS, {"units": [2], "to": 1}, version=0, command=by(cast.jiang, key))
    assert read(part).version == 1
    with pytest.raises(CommandIdReused):
        undo(part.pk, version=1, command=by(cast.jiang, key))


def test_a_refused_edit_leaves_nothing(cast, part):
    with pytest.raises(errors.GridTorn):
        edit(part.pk, EditWhat.MOVE_UNITS, {"units": [0], "to": 1}, version=0, command=by(cast.jiang))
    assert read(part).version == 0
    assert not PlanEdit.objects.exists()


@pytest.mark.parametrize("state", [one for one in PlanState if one is not PlanState.DRAFT])
def test_only_a_draft_is_edited(cast, part, state):
    Plan.objects.update(state=state.value)
    with pytest.raises(errors.WrongPlanState):
        edit(part.pk, EditWhat.SPLIT, {"grid": 0}, version=0, command=by(cast.jiang))


def test_a_stranger_edits_nothing(cast, part):
    for nobody in (cast.zhao, cast.lin, cast.han):
        with pytest.raises(errors.PlanNotFound):
            edit(part.pk, EditWhat.SPLIT, {"grid": 0}, version=0, command=by(nobody))
        with pytest.raises(errors.PlanNotFound):
            undo(part.pk, version=0, command=by(nobody))


@pytest.mark.parametrize(
    ("what", "payload", "refusal"),
    [
        (EditWhat.MOVE_UNITS, {"to": 1}, errors.UnitsUnknown),
        (EditWhat.MOVE_UNITS, {"units": ["2"], "to": 1}, errors.UnitsUnknown),
        (EditWhat.MOVE_UNITS, {"units": [True], "to": 1}, errors.UnitsUnknown),
        (EditWhat.MOVE_BLOCK, {"units": [2]}, errors.GridUnknownInPlan),
        (EditWhat.SPLIT, {"grid": 7}, errors.GridUnknownInPlan),
        (EditWhat.SPLIT, {"grid": -1}, errors.GridUnknownInPlan),
        (EditWhat.LINE, {"grid": 0, "other": 1, "line": [[1, 2]]}, errors.LineTooShort),
        (EditWhat.LINE, {"grid": 0, "other": 1, "line": [[1, 2], [200, 2]]}, errors.LineTooShort),
        (EditWhat.LINE, {"grid": 0, "other": 1, "line": [[1, 2], ["x", 2]]}, errors.LineTooShort),
        (EditWhat.LINE, {"grid": 0, "other": 1, "line": [[1, 2], [3]]}, errors.LineTooShort),
        (EditWhat.DESCRIBE, {"grid": 0, "name": "  "}, errors.GridNameWrong),
        (EditWhat.DESCRIBE, {"grid": 0, "name": "长" * 41}, errors.GridNameWrong),
        (EditWhat.DESCRIBE, {"grid": 9, "name": "河东"}, errors.GridUnknownInPlan),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(cast, part, what, payload, refusal):
    with pytest.raises(refusal):
        edit(part.pk, what, payload, version=0, command=by(cast.jiang))


def test_two_grids_of_a_community_have_two_names(cast, part):
    name = part.grids[1]["name"]
    with pytest.raises(errors.GridNameTaken):
        edit(part.pk, EditWhat.DESCRIBE, {"grid": 0, "name": f" {name} "}, version=0, command=by(cast.jiang))
