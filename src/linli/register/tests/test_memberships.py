"""A membership is seen by the organisation's own officers and by the member, and leaves no trace (safeguards, rule 13)."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine

from linli.core.models import AuditEntry
from linli.register import errors
from linli.register.actions.memberships import NewMember, add_member, export_members, join, leave, renew_consent
from linli.register.actions.merging import merge_residents
from linli.register.actions.organisations import close_organisation
from linli.register.actions.undoing import undo
from linli.register.actions.vital import record_death
from linli.register.models import Consent, Disclosure, Guardianship, Membership, Officer, RegisterChange, Resident
from linli.register.queries.consents import consents_of
from linli.register.queries.organisations import member_rows, members_of, memberships_of, organisations_to_join
from linli.register.queries.timeline import timeline_of
from linli.register.rules.consents import Channel
from linli.register.testing import AT, SINCE, a_command, make_organisation, make_resident
from linli.staff.rules import SYSTEM, Role
from linli.staff.testing import GRID, GRID_ELSEWHERE, make_account, make_actor, make_member

TODAY = dt.date(2026, 11, 16)
NEW = NewMember("何秀兰", "199 0000 0123", Channel.PAPER, role="队员")
EVERYBODY_ELSE = ["lin", "jiang", "luo", "root", "wei", "chen", "han", "feng", "zheng", "sun", "qian", "wu", "zhao"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def team(cast):
    return make_organisation()


@pytest.fixture
def officer(team):
    """Give an account without any post that acts for the team."""
    account = make_account("ouyang", name="欧阳队长")
    Officer.objects.create(organisation=team, account_id=account.pk, since=SINCE)
    return make_actor(Role.RESIDENT, account=account, name="欧阳队长")


@pytest.fixture
def granny(team):
    return make_resident(phone="19900000123")


def test_an_officer_enters_a_member_who_has_agreed(team, officer, granny):
    pk = add_member(team.pk, NEW, command=a_command(officer))
    row = Membership.objects.get(pk=pk)
    assert (row.resident_id, row.role, row.notice_version, row.channel) == (granny.pk, "队员", "1", "paper")
    (shown,) = member_rows(members_of(officer, team.pk, on=TODAY), newest_version="1")
    assert (shown.name, shown.birth_year, shown.area_code, shown.consent_is_newest) == ("何**", 1958, GRID[:12], True)
    with pytest.raises(errors.MembershipExists):
        add_member(team.pk, NEW, command=a_command(officer))


@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_nobody_but_an_officer_learns_of_members(cast, team, officer, granny, who):
    pk = add_member(team.pk, NEW, command=a_command(officer))
    actor = getattr(cast, who).actor
    attempts = [
        lambda: members_of(actor, team.pk, on=TODAY),
        lambda: export_members(team.pk, command=a_command(actor)),
        lambda: add_member(team.pk, NEW, command=a_command(actor)),
        lambda: leave(pk, command=a_command(actor)),
        lambda: renew_consent(pk, command=a_command(actor), channel=Channel.PAPER),
    ]
    for attempt in attempts:
        with pytest.raises(errors.OrganisationNotFound):
            attempt()
    assert Membership.objects.count() == 1


def test_not_even_the_system_another_teams_officer_or_a_token_does(team, officer, granny):
    add_member(team.pk, NEW, command=a_command(officer))
    Officer.objects.create(
        organisation=make_organisation("柳塘舞蹈队", kind="community-group"),
        account_id=make_account("other").pk, since=SINCE,
    )  # fmt: skip
    other = make_actor(Role.RESIDENT, account=make_account("another"))
    for actor in (SYSTEM, other, replace(officer, token_scopes=frozenset({"people.view"}))):
        with pytest.raises(errors.OrganisationNotFound):
            members_of(actor, team.pk, on=TODAY)


def test_an_officer_whose_time_is_over_sees_nothing(team, officer, granny):
    Officer.objects.update(until=TODAY)
    with pytest.raises(errors.OrganisationNotFound):
        members_of(officer, team.pk, on=TODAY)


@pytest.mark.parametrize(
    "change", [{"name": "何秀"}, {"phone_or_id_number": "19900000124"}, {"phone_or_id_number": ""}]
)
def test_an_officer_searches_no_register(team, officer, granny, change):
    with pytest.raises(errors.MemberNotKnown):
        add_member(team.pk, replace(NEW, **change), command=a_command(officer))


def test_two_who_share_name_and_phone_are_told_apart_by_id_number_alone(team, officer, granny):
    make_resident(phone="19900000123", born_on=dt.date(1990, 1, 1))
    with pytest.raises(errors.MemberNotKnown):
        add_member(team.pk, NEW, command=a_command(officer))


def test_a_member_joins_and_leaves_alone_and_nothing_stays(cast, team, granny):
    Resident.objects.filter(pk=granny.pk).update(account_id=cast.zhao.account.pk)
    assert list(organisations_to_join(GRID)) == [team]
    pk = join(team.pk, command=a_command(cast.zhao.actor))
    (own,) = memberships_of(granny.pk)
    assert (own.id, own.organisation, own.entered_by_member) == (pk, team.name, True)
    leave(pk, command=a_command(cast.zhao.actor))
    assert not Membership.objects.exists()
    assert not RegisterChange.objects.exists()
    assert not Consent.objects.exists()
    lines = AuditEntry.objects.order_by("id").values_list("by", "by_name", "subject_id", "detail")
    assert [(by, name, subject) for by, name, subject, _ in lines] == [("member", "member", str(team.pk))] * 2
    assert [detail for *_, detail in lines] == [{"act": "member-entered"}, {"act": "member-left"}]


def test_an_officer_takes_a_member_out_with_a_line_and_nothing_else(team, officer, granny):
    command = a_command(officer)
    pk = add_member(team.pk, NEW, command=command)
    assert add_member(team.pk, NEW, command=command) == pk
    out = a_command(officer)
    leave(pk, command=out)
    leave(pk, command=out)
    assert not Membership.objects.exists()
    told = [str(vars(line)) for line in AuditEntry.objects.all()]
    assert not any(str(granny.pk) in line or "何秀兰" in line for line in told)


def test_the_desks_list_of_consents_says_nothing_of_memberships(team, officer, granny):
    add_member(team.pk, NEW, command=a_command(officer))
    assert consents_of(granny.pk) == ()


def test_a_resident_joins_what_is_nearby_and_keeps_members(cast, team, granny):
    Resident.objects.filter(pk=granny.pk).update(account_id=cast.zhao.account.pk)
    for organisation in (
        make_organisation("白塔书画社", area_code=GRID_ELSEWHERE),
        make_organisation("松溪路便利店", kind="shop", has_members=False),
    ):
        with pytest.raises(errors.OrganisationNotFound):
            join(organisation.pk, command=a_command(cast.zhao.actor))
    with pytest.raises(errors.OrganisationNotFound):
        join(team.pk, command=a_command(cast.wei.actor))


def test_for_a_child_the_guardian_agrees(team, officer):
    child = make_resident("何宇轩", sex="male", born_on=dt.date(2016, 9, 1), phone="19900000456")
    new = NewMember("何宇轩", "19900000456", Channel.PAPER)
    with pytest.raises(errors.GuardianMissing):
        add_member(team.pk, new, command=a_command(officer))
    Guardianship.objects.create(ward=child, basis="parent", since=SINCE)
    add_member(team.pk, replace(new, by_guardian=True), command=a_command(officer))
    assert Membership.objects.get().guardianship_id


def test_an_export_names_the_organisations_own_purpose_and_each_member_reads_it(team, officer, granny):
    add_member(team.pk, NEW, command=a_command(officer))
    (row,) = export_members(team.pk, command=a_command(officer), said="换届通知")
    assert (row.name, row.role, row.area_code) == ("何秀兰", "队员", GRID[:12])
    read = Disclosure.objects.get()
    assert (read.resident_id, read.purpose_code, read.how, read.said) == (granny.pk, "membership", "export", "换届通知")
    line = AuditEntry.objects.get(act="export")
    assert (line.subject_kind, line.subject_id, line.count) == ("organisation", str(team.pk), 1)


def test_a_list_takes_few_queries_however_long(team, officer, django_assert_num_queries):
    for number in range(5):
        make_resident(f"何{number}", phone=f"1990000010{number}")
        add_member(team.pk, NewMember(f"何{number}", f"1990000010{number}", Channel.PAPER), command=a_command(officer))
    with django_assert_num_queries(4):
        assert len(member_rows(members_of(officer, team.pk, on=TODAY), newest_version="1")) == 5


def test_staff_who_are_officers_see_their_own_teams_members_alone(cast, team, granny):
    staff = make_member("deng", "邓队", Role.GRID_WORKER, GRID)
    other = make_organisation("柳塘舞蹈队", kind="community-group")
    Officer.objects.create(organisation=other, account_id=staff.account.pk, since=SINCE)
    assert not members_of(staff.actor, other.pk, on=TODAY)
    with pytest.raises(errors.OrganisationNotFound):
        members_of(staff.actor, team.pk, on=TODAY)


def test_an_organisation_without_a_list_takes_no_member(team, officer, granny):
    type(team).objects.update(has_members=False)
    with pytest.raises(errors.MembersNotKept):
        add_member(team.pk, NEW, command=a_command(officer))


def test_a_member_agrees_to_a_newer_notice(team, officer, granny):
    pk = add_member(team.pk, NEW, command=a_command(officer))
    Membership.objects.update(notice_version="0")
    renew_consent(pk, command=a_command(officer), channel=Channel.COUNTER)
    assert Membership.objects.get().notice_version == "1"


def test_a_merger_hands_a_membership_on_and_tells_nobody(cast, team, officer, granny):
    twin = make_resident()
    pk = add_member(team.pk, NEW, command=a_command(officer))
    merge_residents(twin.pk, granny.pk, command=a_command(cast.jiang.actor), reason="重复登记")
    assert Membership.objects.get().resident_id == twin.pk
    assert not AuditEntry.objects.filter(subject_kind="membership").exists()
    RegisterChange.objects.exclude(subject_kind="membership").delete()
    assert timeline_of(resident_id=twin.pk) == ()
    assert RegisterChange.objects.filter(subject_kind="membership").exists()
    leave(pk, command=a_command(officer))
    assert not RegisterChange.objects.filter(subject_kind="membership").exists()


def test_a_merger_is_undone_without_a_word_of_an_organisation_that_has_closed(cast, team, officer, granny):
    twin, merging = make_resident(), a_command(cast.jiang.actor)
    add_member(team.pk, NEW, command=a_command(officer))
    merge_residents(twin.pk, granny.pk, command=merging, reason="重复登记")
    close_organisation(team.pk, command=a_command(cast.jiang.actor), on=TODAY)
    assert not Membership.objects.exists()
    undo(merging.id, command=a_command(cast.jiang.actor), reason="其实是两个人")
    assert Resident.objects.get(pk=granny.pk).merged_into is None


def test_a_death_tells_nobody_of_a_membership(cast, team, officer, granny):
    add_member(team.pk, NEW, command=a_command(officer))
    record_death(granny.pk, command=a_command(cast.jiang.actor), on=TODAY, source="household")
    assert not members_of(officer, team.pk, on=TODAY)
    assert not AuditEntry.objects.filter(subject_kind="membership").exists()
