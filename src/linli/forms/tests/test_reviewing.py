"""Nothing of a filled form reaches the register by itself: a registrar takes it, keeps what stands, or is told of a conflict."""

import pytest

from linli.forms import actions, errors
from linli.forms.models import Submission, WriteBack
from linli.forms.queries.reviewing import review_rows, waiting_rows
from linli.forms.testing import a_command, household_xml, member_xml
from linli.places import queries as places
from linli.register import actions as register
from linli.register.queries.held import HeldPerson, held_members
from linli.register.queries.timeline import timeline_of
from linli.register.testing import make_household
from linli.staff.testing import GRID_ELSEWHERE, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
TURN = {"member_name": "何秀兰", "sex": "female", "born_on": "1958-04-05", "phone": "19900000999"}
NEW = member_xml(member_name="何小路", sex="male", born_on="2025-02-03", relation="grandchild")


@pytest.fixture
def submission(cast: Cast, house) -> Submission:
    """A form with another phone, another use of the dwelling and a new member."""
    xml = household_xml(member_xml(**TURN), NEW, household=house.pk, home={"dwelling_use": "rented"})
    taken = actions.take_submission(actions.Sent("household", "", "", xml), command=a_command(cast.lin.actor))
    return Submission.objects.get(pk=taken.id)


def one(field: str) -> WriteBack:
    return WriteBack.objects.get(field=field)


def grandmother() -> HeldPerson:
    people = held_members(Submission.objects.get().household_id)
    return next(one for one in people if one.name == "何秀兰")


def test_a_phone_is_taken_over_once_with_its_history(cast: Cast, submission):
    command = a_command(cast.jiang.actor)
    for _twice in range(2):
        actions.take_write_back(one("phone").pk, command=command)
    assert grandmother().phone == "19900000999"
    change = timeline_of(resident_id=grandmother().id)[0]
    assert (change.source, change.by_name) == ("doorstep", "姜文琴")
    assert (one("phone").state, one("phone").decided_by_name) == ("taken", "姜文琴")
    with pytest.raises(errors.WriteBackDecided):
        actions.keep_write_back(one("phone").pk, command=a_command(cast.jiang.actor))


def test_all_that_fits_is_taken_at_once(cast: Cast, house, submission):
    row = actions.settle_submission(submission.pk, command=a_command(cast.jiang.actor), take=True)
    assert row.state == "taken"
    assert places.places_of_dwellings(dwelling_ids=[house.dwelling_id])[0].use == "rented"
    assert "何小路" in {one.name for one in held_members(house.pk)}


def test_what_changed_meanwhile_is_a_conflict_and_is_written_over_only_by_who_saw_it(cast: Cast, submission):
    register.correct_resident(
        grandmother().id,
        command=a_command(cast.jiang.actor),
        values={"phone": "19900000555"},
        source="self",
        reason="本人来电",
    )
    row = actions.take_write_back(one("phone").pk, command=a_command(cast.jiang.actor))
    assert row.state == "conflict"
    assert grandmother().phone == "19900000555"
    assert Submission.objects.get().state == "in-review"
    shown = next(each for each in review_rows([row], clear=True) if each.field == "phone")
    assert (shown.base, shown.current, shown.value) == ("19900000123", "19900000555", "19900000999")
    actions.take_write_back(row.pk, command=a_command(cast.jiang.actor), seen=shown.seen)
    assert grandmother().phone == "19900000999"


def test_nothing_of_a_form_that_was_mended_waits_any_more(cast: Cast, house, submission):
    register.correct_resident(
        grandmother().id, command=a_command(cast.jiang.actor), values={"phone": "19900000555"}, source="self",
        reason="本人来电",
    )  # fmt: skip
    assert actions.take_write_back(one("phone").pk, command=a_command(cast.jiang.actor)).state == "conflict"
    mended = household_xml(member_xml(**TURN), household=house.pk, replaces=submission.instance_id)
    actions.take_submission(actions.Sent("", "", "", mended), command=a_command(cast.lin.actor))
    assert set(submission.write_backs.values_list("state", flat=True)) == {"replaced"}


def test_keeping_leaves_the_register_as_it_is(cast: Cast, house, submission):
    actions.settle_submission(submission.pk, command=a_command(cast.jiang.actor), take=False)
    assert grandmother().phone == "19900000123"
    assert set(WriteBack.objects.values_list("state", flat=True)) == {"kept"}
    assert len(held_members(house.pk)) == 2


def test_what_the_register_refuses_stays_open(cast: Cast, house):
    xml = household_xml(member_xml(**{**TURN, "born_on": "2030-01-01"}), household=house.pk)
    actions.take_submission(actions.Sent("", "", "", xml), command=a_command(cast.lin.actor))
    row = actions.settle_submission(Submission.objects.get().pk, command=a_command(cast.jiang.actor), take=True)
    assert (row.state, one("born_on").state, one("phone").state) == ("in-review", "waiting", "taken")


@pytest.mark.parametrize("who", ["zhao", "lin", "luo", "sun", "root"])
def test_who_does_not_review_decides_nothing(cast: Cast, submission, who):
    actor = getattr(cast, who).actor
    for decide in (actions.take_write_back, actions.keep_write_back):
        with pytest.raises(errors.SubmissionNotFound):
            decide(one("phone").pk, command=a_command(actor))
    with pytest.raises(errors.SubmissionNotFound):
        actions.settle_submission(submission.pk, command=a_command(actor), take=True)
    assert waiting_rows(actor) == ([], False)


def test_the_list_is_masked(cast: Cast, submission):
    rows, more = waiting_rows(cast.jiang.actor)
    assert not more
    said = {(row.field, row.base, row.value) for row in rows}
    assert said == {
        ("phone", "199******23", "199******99"),
        ("use", "home", "rented"),
        ("member", "", "何** 2025"),
    }


def test_a_value_of_a_dwelling_says_which(cast: Cast, house, submission):
    rows, _more = waiting_rows(cast.jiang.actor)
    address = places.addresses_of([house.dwelling_id])[house.dwelling_id]
    assert address
    assert {row.field: row.whom for row in rows}["use"] == address


def test_the_list_costs_the_same_however_long_it_is(cast: Cast, submission, django_assert_num_queries):
    with django_assert_num_queries(3):
        waiting_rows(cast.jiang.actor)


def test_a_form_that_came_without_its_household_is_compared_once_somebody_says_which(cast: Cast, house):
    xml = household_xml(member_xml(**TURN), NEW, home={"address": "门口有两棵柳树的那一家", "dwelling_use": "rented"})
    taken = actions.take_submission(actions.Sent("", "", "", xml), command=a_command(cast.lin.actor))
    assert (taken.state, taken.waiting) == ("received", 0)
    with pytest.raises(errors.SubmissionNotFound):
        actions.match_submission(taken.id, household_id=house.pk, command=a_command(cast.lin.actor))
    command = a_command(cast.jiang.actor)
    for _twice in range(2):
        row = actions.match_submission(taken.id, household_id=house.pk, command=command)
    assert (row.household_id, row.state) == (house.pk, "in-review")
    assert {(one.field, one.by_name) for one in WriteBack.objects.all()} == {
        ("use", "林小满"), ("phone", "林小满"), ("member", "林小满"),
    }  # fmt: skip
    with pytest.raises(errors.MatchedAlready):
        actions.match_submission(taken.id, household_id=house.pk, command=a_command(cast.jiang.actor))


def test_a_form_is_not_matched_with_a_household_elsewhere(cast: Cast, house):
    taken = actions.take_submission(
        actions.Sent("", "", "", household_xml(home={"address": "不详"})), command=a_command(cast.lin.actor)
    )
    elsewhere = make_household(area_code=GRID_ELSEWHERE)
    with pytest.raises(errors.SubjectUnknown):
        actions.match_submission(taken.id, household_id=elsewhere.pk, command=a_command(cast.jiang.actor))
