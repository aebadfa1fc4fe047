"""Two records become one and two again; an undo is refused once something was built on it."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine

from linli.core.ids import new_id
from linli.core.secrets import unseal
from linli.register import actions, errors, queries
from linli.register.models import (
    Consent,
    Contact,
    Disclosure,
    Enrolment,
    Guardianship,
    Membership,
    RegisterChange,
    Residency,
    Resident,
    Statement,
)
from linli.register.rules import NewContact, NewResident, Relation
from linli.register.testing import AT, a_command, make_household, make_id_number, make_organisation, make_resident
from linli.register.tests.lives import HUSBAND, TODAY, WIFE, everything, give_everything, make_family
from linli.staff.testing import GRID_BESIDE, GRID_ELSEWHERE

BORN = dt.date(1958, 4, 5)
LATER = AT + dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


def merge(cast, kept, other, *, reason="", by=None, command=None):
    command = command or a_command((by or cast.jiang).actor)
    return actions.merge_residents(kept.pk, other.pk, command=command, reason=reason)


def undo(cast, command, by=None):
    return actions.undo(command.id, command=a_command((by or cast.jiang).actor, at=LATER), reason="并非同一人")


def test_everything_of_the_other_record_moves_to_the_kept_one(cast):
    kept, other = make_resident(), make_resident(area_code=GRID_BESIDE)
    give_everything(other, organisation_id=make_organisation().pk)
    actions.read_resident(other.pk, command=a_command(cast.jiang.actor))
    actions.state_value(other.pk, "name", "何秀蓝", source="department", command=a_command(cast.jiang.actor))
    merge(cast, kept, other)
    for model in (Residency, Membership, Enrolment, Consent, Contact, Statement):
        assert set(model.objects.values_list("resident_id", flat=True)) == {kept.pk}
    assert set(Disclosure.objects.values_list("resident_id", flat=True)) == {kept.pk}
    assert Guardianship.objects.get().ward_id == kept.pk
    other.refresh_from_db()
    assert other.merged_into == kept.pk


def test_the_kept_record_takes_over_what_it_lacks(cast):
    number = make_id_number(BORN, "female")
    kept, other = make_resident(phone="19900000001"), make_resident(id_number=number, phone="19900000002")
    merged = merge(cast, kept, other)
    assert (unseal(merged.id_number_sealed), unseal(merged.phone_sealed)) == (number, "19900000001")


def test_what_both_have_is_left_once(cast):
    kept, other, team = make_resident(), make_resident(), make_organisation()
    for row in (kept, other):
        give_everything(row, organisation_id=team.pk)
    merge(cast, kept, other)
    assert Membership.objects.filter(resident=kept, until=None).count() == 1
    assert Enrolment.objects.filter(resident=kept, until=None).count() == 1
    assert Consent.objects.filter(resident=kept, withdrawn_at=None).count() == 1
    assert Enrolment.objects.exclude(until=None).get().ended_because == "merged"


def test_a_programme_leans_on_the_consent_that_is_left(cast):
    kept, other, team = make_resident(), make_resident(), make_organisation()
    give_everything(kept, organisation_id=team.pk)
    give_everything(other, organisation_id=team.pk, programme="volunteers")
    stands = Consent.objects.get(resident=kept)
    merge(cast, kept, other)
    assert set(Enrolment.objects.filter(until=None).values_list("consent_id", flat=True)) == {stands.pk}


def test_a_double_in_the_same_household_leaves_one_member(cast):
    home = make_household(replace(WIFE, registered=False), replace(WIFE, lives=False))
    kept, other = (one.resident for one in home.residencies.order_by("-lives").select_related("resident"))
    merge(cast, kept, other)
    (member,) = queries.household_sheet(cast.jiang.actor, home.pk).members
    assert (member.resident_id, member.lives, member.registered) == (kept.pk, True, True)
    assert len(queries.household_as_of(home.pk, dt.date(2022, 1, 1)).members) == 1


def test_of_two_homes_the_kept_records_stands_from_that_day(cast):
    kept, other = make_resident(), make_resident(area_code=GRID_BESIDE)
    merge(cast, kept, other)
    open_homes = Residency.objects.filter(resident=kept, until=None)
    assert [(one.area_code, one.lives, one.registered) for one in open_homes] == [("990101001001001", True, True)]
    then = queries.resident_as_of(kept.pk, TODAY - dt.timedelta(days=1))
    assert len(then.homes) == 2
    assert queries.resident_as_of(other.pk, TODAY) is None


def test_a_home_only_registered_in_stays_so_beside_the_one_lived_in(cast):
    kept = make_resident(registered=False)
    other = make_resident(area_code=GRID_BESIDE)
    merge(cast, kept, other)
    homes = Residency.objects.filter(resident=kept, until=None).values_list("area_code", "lives", "registered")
    assert sorted(homes) == [("990101001001001", True, False), (GRID_BESIDE, False, True)]


@pytest.mark.parametrize(
    "other",
    [{"sex": "male"}, {"born_on": dt.date(1959, 4, 5)}, {"id_number": make_id_number(BORN, "female", 2)}],
    ids=["sex", "birth", "number"],
)
def test_records_that_differ_are_merged_for_a_reason_only(cast, other):
    kept, unlike = make_resident(id_number=make_id_number(BORN, "female")), make_resident(**other)
    with pytest.raises(errors.MergeNeedsReason):
        merge(cast, kept, unlike)
    merge(cast, kept, unlike, reason="出生日期录入有误，已核对户口簿")
    assert Resident.objects.get(pk=unlike.pk).merged_into == kept.pk


def test_two_accounts_are_not_made_one(cast):
    kept, other = make_resident(account_id=new_id()), make_resident(account_id=new_id())
    with pytest.raises(errors.AccountsDiffer):
        merge(cast, kept, other)


def test_a_record_is_not_merged_with_itself_nor_twice(cast):
    kept, other = make_resident(), make_resident()
    with pytest.raises(errors.SameRecord):
        merge(cast, kept, kept)
    merge(cast, kept, other)
    with pytest.raises(errors.ResidentNotFound):
        merge(cast, kept, other)


def test_a_merge_of_merged_records_points_at_the_last_one(cast):
    first, second, third = make_resident(), make_resident(), make_resident()
    merge(cast, second, first)
    merge(cast, third, second)
    assert set(Resident.objects.exclude(pk=third.pk).values_list("merged_into", flat=True)) == {third.pk}
    assert Residency.objects.filter(resident=third).count() >= 3


def test_undoing_a_merge_puts_back_exactly_what_stood(cast):
    kept, other, team = make_resident(), make_resident(phone="19900000002", area_code=GRID_BESIDE), make_organisation()
    for row in (kept, other):
        give_everything(row, organisation_id=team.pk)
        actions.read_resident(row.pk, command=a_command(cast.jiang.actor))
        actions.state_value(row.pk, "name", "何秀蓝", source="department", command=a_command(cast.jiang.actor))
    stood, command = everything(), a_command(cast.jiang.actor)
    merge(cast, kept, other, command=command)
    assert everything() != stood
    undo(cast, command)
    assert everything() == stood
    assert set(RegisterChange.objects.filter(command_id=command.id).values_list("undone_by", flat=True)) != {None}


def test_merges_of_merged_records_are_undone_last_first(cast):
    rows = [make_resident(area_code=code) for code in (GRID_BESIDE, GRID_BESIDE, "990101001001001")]
    stood = everything()
    inner, outer = a_command(cast.jiang.actor), a_command(cast.jiang.actor)
    merge(cast, rows[1], rows[0], command=inner)
    merge(cast, rows[2], rows[1], command=outer)
    with pytest.raises(errors.ChangedSince):
        undo(cast, inner)
    undo(cast, outer)
    undo(cast, inner)
    assert everything() == stood


def test_an_undo_after_a_later_change_is_refused_and_names_it(cast):
    kept, other = make_resident(), make_resident(phone="19900000002")
    command = a_command(cast.jiang.actor)
    merge(cast, kept, other, command=command)
    actions.change_resident(
        kept.pk, command=a_command(cast.lin.actor), values={"phone": "19900000003"}, on=TODAY, source="self"
    )
    with pytest.raises(errors.ChangedSince, match="林小满") as refusal:
        undo(cast, command)
    assert "更正" in str(refusal.value)


def test_what_was_undone_is_not_undone_again(cast):
    kept, other = make_resident(), make_resident()
    command = a_command(cast.jiang.actor)
    merge(cast, kept, other, command=command)
    undo(cast, command)
    with pytest.raises(errors.UndoneAlready):
        undo(cast, command)


def test_entering_somebody_is_undone_unless_something_hangs_on_them(cast):
    home, command = make_household(HUSBAND), a_command(cast.lin.actor)
    stood = everything()
    row = actions.enter_resident(home.pk, replace(WIFE, relation=Relation.SPOUSE), command=command, source="self")
    named = a_command(cast.lin.actor)
    actions.name_contact(row.pk, NewContact("吴芳", "19900000009"), command=named)
    with pytest.raises(errors.ChangedSince):
        undo(cast, command)
    undo(cast, named)
    undo(cast, command)
    assert everything() == stood


def test_a_record_that_was_two_people_is_split_and_made_one_again(cast):
    _home, family = make_family()
    row, stood, command = family["徐秀兰"], everything(), a_command(cast.jiang.actor)
    contact = actions.name_contact(row.pk, NewContact("吴芳", "19900000009"), command=a_command(cast.jiang.actor))
    made = actions.split_resident(
        row.pk, NewResident("徐秀莲", "female", dt.date(1960, 1, 1)), command=command, reason="两人登记成一人",
        rows=[contact.pk], source="doorstep",
    )  # fmt: skip
    assert Contact.objects.get().resident_id == made.pk
    assert Residency.objects.filter(resident=made, until=None).count() == 1
    undo(cast, command)
    assert not Resident.objects.filter(pk=made.pk).exists()
    assert {**everything(), "contact": []} == stood


def test_nobody_merges_beyond_their_own_area(cast):
    kept, other = make_resident(), make_resident(area_code=GRID_ELSEWHERE)
    with pytest.raises(errors.ResidentNotFound):
        merge(cast, kept, other, reason="同一人，已核对")
    beside = make_resident(area_code=GRID_BESIDE)
    with pytest.raises(errors.ResidentNotFound):
        merge(cast, kept, beside, by=cast.lin)


def test_zhao_merges_and_undoes_nothing(cast):
    kept, other = make_resident(), make_resident()
    with pytest.raises(errors.ResidentNotFound):
        merge(cast, kept, other, by=cast.zhao)
    command = a_command(cast.jiang.actor)
    merge(cast, kept, other, command=command)
    with pytest.raises(errors.ChangeNotFound):
        undo(cast, command, by=cast.zhao)


def test_what_was_cleared_at_the_end_of_its_time_is_not_put_back(cast):
    row, command = make_resident(phone="19900000001"), a_command(cast.lin.actor)
    actions.correct_resident(row.pk, command=command, values={"phone": "19900000002"}, source="self", reason="本人更正")
    Resident.objects.update(phone_sealed="", phone_hash="")
    with pytest.raises(errors.ClearedSince):
        undo(cast, command)
