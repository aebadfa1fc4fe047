"""A plan is approved by somebody who neither drew, edited nor handed it in: by action, at the desk and on the command line."""

import re
from dataclasses import replace

import pytest
from click.testing import CliRunner
from django.urls import reverse

from linli.core.ids import new_id
from linli.grids import errors
from linli.grids.actions.editing import edit, undo
from linli.grids.actions.plans import approve, return_, submit
from linli.grids.cli import areas
from linli.grids.models import Plan, PlanPart
from linli.grids.rules import EditWhat, PlanState
from linli.grids.testing import a_command
from linli.grids.tests.squares import squares, stored_part

pytestmark = pytest.mark.django_db
_MOVE = {"units": [2], "to": 1}


@pytest.fixture(name="part")
def part_fixture(cast) -> PlanPart:
    """Have Wei edit a draft that somebody else drew, and Jiang hand it in."""
    part = stored_part(squares(6, 4), 6, [0, 0, 0, 1, 1, 1] * 4)
    edit(part.pk, EditWhat.MOVE_UNITS, _MOVE, version=0, command=a_command(cast.wei.actor))
    submit(part.plan_id, command=a_command(cast.jiang.actor))
    return part


def approval_of(member, plan_id):
    return member.sign_in().get(reverse("grids:plan", args=[plan_id])).content.decode()


def test_who_edited_a_plan_does_not_approve_it(cast, part):
    with pytest.raises(errors.OwnPlan, match="没有经手过它"):
        approve(part.plan_id, command=a_command(cast.wei.actor))
    assert Plan.objects.get().state == PlanState.SUBMITTED
    assert approve(part.plan_id, command=a_command(cast.wu.actor)).decided_by_name == "吴静"


def test_who_took_an_edit_back_had_a_hand_in_the_plan_too(cast, part):
    return_(part.plan_id, note="再看看", command=a_command(cast.wu.actor))
    undo(part.pk, version=1, command=a_command(cast.wu.actor))
    submit(part.plan_id, command=a_command(cast.jiang.actor))
    with pytest.raises(errors.OwnPlan):
        approve(part.plan_id, command=a_command(cast.wu.actor))


def test_nobody_approves_by_a_post_held_for_who_edited(cast, part):
    posts = tuple(replace(post, for_name=cast.wei.actor.name) for post in cast.wei.actor.posts)
    standing_in = replace(cast.feng.actor, posts=(*cast.feng.actor.posts, *posts))
    with pytest.raises(errors.OwnPlan):
        approve(part.plan_id, command=a_command(standing_in))


def test_the_button_of_who_edited_cannot_be_pressed_and_says_who_approves(cast, part):
    own, other = (approval_of(member, part.plan_id) for member in (cast.wei, cast.wu))
    button = r'<button class="btn btn-primary" type="submit" disabled aria-describedby="approval-barred">'
    assert re.search(button, own)
    assert "另一位没有经手过它的负责人" in own
    assert 'name="adopt_on"' not in own
    assert "approval-barred" not in other
    assert 'name="adopt_on"' in other


def test_an_approval_sent_by_who_edited_is_refused_on_the_page(cast, part):
    said = {"command_id": str(new_id()), "adopt_on": ""}
    answer = cast.wei.sign_in().post(reverse("grids:step", args=[part.plan_id, "approval"]), said)
    assert answer.status_code == 403
    assert "没有经手过它" in answer.content.decode()
    assert Plan.objects.get().state == PlanState.SUBMITTED


def test_the_command_line_refuses_who_edited_too(cast, part):
    refused = CliRunner().invoke(areas, ["approve", str(part.plan_id), "--as", "wei"])
    assert (refused.exit_code, "没有经手过它" in refused.stderr) == (1, True)
    assert CliRunner().invoke(areas, ["approve", str(part.plan_id), "--as", "wu"]).exit_code == 0
