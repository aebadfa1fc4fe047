"""Somebody whom two forms tell as new is one person: the second finds them in the register, and differs from it or does not."""

import pytest

from linli.forms import actions
from linli.forms.models import Submission, WriteBack
from linli.forms.queries.reviewing import ReviewRow, review_rows
from linli.forms.testing import a_command, household_xml, member_xml
from linli.forms.wording import value_said
from linli.register.queries.held import HeldPerson, held_members
from linli.staff.testing import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
NEWBORN = {"member_name": "何小新", "sex": "male", "born_on": "2026-10-01", "relation": "child"}


def told(cast: Cast, house, **more: str) -> WriteBack:
    """Send a form that tells the newborn."""
    xml = household_xml(member_xml(**{**NEWBORN, **more}), household=house.pk)
    taken = actions.take_submission(actions.Sent("household", "", "", xml), command=a_command(cast.lin.actor))
    return WriteBack.objects.get(submission_id=taken.id)


def take_all(cast: Cast, *rows: WriteBack) -> list[str]:
    """Take all of these forms, one after the other; give how their values stand."""
    for row in rows:
        actions.settle_submission(row.submission_id, command=a_command(cast.jiang.actor), take=True)
        row.refresh_from_db()
    return [row.state for row in rows]


def newborns(house) -> list[HeldPerson]:
    return [one for one in held_members(house.pk) if one.name in {"何小新", "何新"}]


def seen(row: WriteBack, *, clear: bool = True) -> ReviewRow:
    [shown] = review_rows([row], clear=clear)
    return shown


def test_one_newborn_on_two_forms_is_one_person(cast: Cast, house):
    assert take_all(cast, told(cast, house), told(cast, house)) == ["taken", "taken"]
    assert len(newborns(house)) == 1
    assert set(Submission.objects.values_list("state", flat=True)) == {"taken"}


def test_one_newborn_twice_on_one_form_is_one_person(cast: Cast, house):
    xml = household_xml(member_xml(**NEWBORN), member_xml(**NEWBORN), household=house.pk)
    sent = actions.take_submission(actions.Sent("household", "", "", xml), command=a_command(cast.lin.actor))
    actions.settle_submission(sent.id, command=a_command(cast.jiang.actor), take=True)
    assert len(newborns(house)) == 1


def test_two_who_are_told_apart_by_their_names_are_two(cast: Cast, house):
    take_all(cast, told(cast, house), told(cast, house, member_name="何新"))
    assert len(newborns(house)) == 2


def test_what_the_second_form_says_otherwise_waits_for_a_look_and_is_written_to_the_same_person(cast: Cast, house):
    first, second = told(cast, house), told(cast, house, born_on="2026-10-02", phone="19900000999")
    assert take_all(cast, first, second) == ["taken", "conflict"]
    [person] = newborns(house)
    shown = seen(second)
    assert value_said("member", shown.current) == "何小新 男 2026-10-01 子女"
    assert value_said("member", shown.value) == "何小新 男 2026-10-02 19900000999 子女"
    assert (person.born_on, person.phone, shown.has_changed) == ("2026-10-01", "", True)
    actions.take_write_back(second.pk, command=a_command(cast.jiang.actor), seen=shown.seen)
    [mended] = newborns(house)
    assert (mended.id, mended.born_on, mended.phone) == (person.id, "2026-10-02", "19900000999")


def test_masked_the_two_phones_of_a_newcomer_are_told_apart(cast: Cast, house):
    first, second = told(cast, house, phone="19900000998"), told(cast, house, phone="19900000999")
    take_all(cast, first, second)
    shown = seen(second, clear=False)
    assert (shown.current, shown.value) == ("何** 2026 199******98", "何** 2026 199******99")


def test_what_stands_of_a_newcomer_may_be_kept(cast: Cast, house):
    first, second = told(cast, house), told(cast, house, phone="19900000999")
    take_all(cast, first, second)
    actions.keep_write_back(second.pk, command=a_command(cast.jiang.actor))
    [person] = newborns(house)
    assert (person.phone, Submission.objects.get(pk=second.submission_id).state) == ("", "taken")
