"""A command id is good for one change and one reading: asked again for something else it opens nothing and writes nothing."""

from dataclasses import replace

import pytest
from django.urls import reverse

from linli.core.commands import CommandIdReused
from linli.core.ids import new_id
from linli.core.models import AuditEntry
from linli.forms import actions, errors
from linli.forms.models import Form, FormVersion, Submission, WriteBack
from linli.forms.queries.submissions import SubmissionFilter
from linli.forms.rules import Target
from linli.forms.testing import (
    AT,
    a_command,
    admit,
    an_admission,
    an_xlsform,
    household_xml,
    make_form,
    make_forms,
    member_xml,
)
from linli.register.queries.disclosures import disclosures_of
from linli.register.queries.held import held_members
from linli.register.testing import make_household
from linli.staff.rules import Command, PostFacts, Role
from linli.staff.testing import DISTRICT, GRID, GRID_ELSEWHERE, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
TURN = member_xml(member_name="何秀兰", sex="female", born_on="1958-04-05", phone="19900000999")


@pytest.fixture
def filled(cast: Cast, settings, tmp_path) -> list[Submission]:
    """Three filled forms of one street and one of the street beside, each with a phone that differs."""
    settings.LINLI_MEDIA = tmp_path
    make_forms(cast)
    return [send(cast, make_household(area_code=code)) for code in (GRID, GRID, GRID, GRID_ELSEWHERE)]


def send(cast: Cast, house) -> Submission:
    by = replace(cast.lin.actor, posts=(PostFacts(Role.GRID_WORKER, DISTRICT),))
    sent = actions.Sent("", "", "", household_xml(TURN, household=house.pk))
    return Submission.objects.get(pk=actions.take_submission(sent, command=a_command(by)).id)


def times_told() -> int:
    """Count how often the residents of all filled forms can read that somebody looked."""
    homes = set(Submission.objects.values_list("household_id", flat=True))
    return sum(len(disclosures_of(one.id)) for home in homes for one in held_members(home))


def test_one_reading_opens_one_filled_form(cast: Cast, filled):
    client, values = cast.jiang.sign_in(), {"command_id": str(new_id()), "said": "核对"}
    answers = [client.post(reverse("forms:reading", args=[one.pk]), values) for one in (*filled[:3], filled[0])]
    assert [one.status_code for one in answers] == [200, 409, 409, 200]
    assert ["19900000999" in one.content.decode() for one in answers] == [True, False, False, True]
    assert times_told() == 2  # both members of the first household, once


def test_a_reading_is_repeated_on_the_same_day_only(cast: Cast, filled):
    command = a_command(cast.jiang.actor)
    actions.read_submission(filled[0].pk, command=command)
    later = replace(command, at=AT.replace(day=17))
    with pytest.raises(CommandIdReused):
        actions.read_submission(filled[0].pk, command=later)


@pytest.fixture
def surveyed(cast: Cast, settings, tmp_path) -> None:
    """A form about households whose answers go out as a list, filled in once."""
    settings.LINLI_MEDIA = tmp_path
    rows = [("hidden", "household_id", "", "", "household.id"), ("text", "remark", "备注")]
    make_form(cast, rows, code="wishes", purpose_code="register", target=Target.HOUSEHOLD)
    survey(cast, "加装扶手")


def survey(cast: Cast, remark: str) -> None:
    xml = (
        f'<data id="wishes" version="1"><household_id>{make_household().pk}</household_id><remark>{remark}</remark>'
        f"<meta><instanceID>{new_id()}</instanceID></meta></data>"
    )
    actions.take_submission(actions.Sent("", "", "", xml.encode()), command=a_command(cast.lin.actor))


def test_a_list_of_answers_is_good_for_what_was_in_it(cast: Cast, surveyed):
    command, nothing, all_of_it = (
        a_command(cast.jiang.actor),
        SubmissionFilter("wishes", "taken"),
        SubmissionFilter("wishes"),
    )
    assert actions.take_answers(nothing, command=command).rows == []
    with pytest.raises(CommandIdReused):
        actions.take_answers(all_of_it, command=command)
    assert times_told() == 0
    again = a_command(cast.jiang.actor)
    assert [len(actions.take_answers(all_of_it, command=again).rows) for _twice in range(2)] == [1, 1]
    survey(cast, "修水管")
    with pytest.raises(CommandIdReused):
        actions.take_answers(all_of_it, command=again)
    assert times_told() == 2
    assert AuditEntry.objects.filter(act="export").exists()


@pytest.mark.parametrize("take", [actions.take_write_back, actions.keep_write_back])
def test_a_decision_is_about_one_value(cast: Cast, filled, take):
    command, (mine, next_one, elsewhere) = a_command(cast.jiang.actor), values_of(filled[0], filled[1], filled[3])
    for _twice in range(2):
        assert take(mine, command=command).pk == mine
    with pytest.raises(CommandIdReused):
        take(next_one, command=command)
    for hidden in (elsewhere, new_id()):
        with pytest.raises(errors.SubmissionNotFound):
            take(hidden, command=command)
    assert WriteBack.objects.filter(state="waiting").count() == 3


def values_of(*rows: Submission) -> list:
    return [one.write_backs.get().pk for one in rows]


def test_a_form_is_settled_once_and_one_way(cast: Cast, filled):
    command = a_command(cast.jiang.actor)
    for _twice in range(2):
        assert actions.settle_submission(filled[0].pk, command=command, take=False).state == "taken"
    for row, take in ((filled[0], True), (filled[1], False)):
        with pytest.raises(CommandIdReused):
            actions.settle_submission(row.pk, command=command, take=take)
    for hidden in (filled[3].pk, new_id()):
        with pytest.raises(errors.SubmissionNotFound):
            actions.settle_submission(hidden, command=command, take=False)


def test_a_form_is_matched_with_one_household(cast: Cast, filled):
    house, other = make_household(), make_household()
    sent = actions.Sent("", "", "", household_xml())
    row = actions.take_submission(sent, command=a_command(cast.lin.actor))
    command = a_command(cast.jiang.actor)
    for _twice in range(2):
        assert actions.match_submission(row.id, household_id=house.pk, command=command).household_id == house.pk
    with pytest.raises(CommandIdReused):
        actions.match_submission(row.id, household_id=other.pk, command=command)
    for hidden in (filled[3].pk, new_id()):
        with pytest.raises(errors.SubmissionNotFound):
            actions.match_submission(hidden, household_id=house.pk, command=command)


def test_an_upload_an_admission_and_a_withdrawal_are_of_one_form(cast: Cast):
    upload, first, withdraw = (a_command(cast.luo.actor) for _each in range(3))
    assert [uploaded("a", upload).form_id for _twice in range(2)] == ["a", "a"]
    uploaded("b", a_command(cast.luo.actor))
    with pytest.raises(CommandIdReused):
        uploaded("c", upload)
    assert set(Form.objects.values_list("code", flat=True)) == {"a", "b"}
    admit("a", an_admission(), command=first)
    with pytest.raises(CommandIdReused):
        admit("b", an_admission(), command=first)
    admit("b", an_admission(), command=a_command(cast.luo.actor))
    actions.withdraw_form("a", reason="不再需要", command=withdraw)
    with pytest.raises(CommandIdReused):
        actions.withdraw_form("b", reason="不再需要", command=withdraw)
    assert Form.objects.get(pk="b").state == "admitted"


def uploaded(code: str, command: Command) -> FormVersion:
    return actions.upload_form(an_xlsform([("text", "remark", "备注")], code=code), name="t.xlsx", command=command)
