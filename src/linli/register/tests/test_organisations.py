"""Organisations are entered, corrected and closed; a members' list is opened only where one may be kept."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine

from linli.core.errors import NotAllowed
from linli.core.models import AuditEntry
from linli.places.testing import make_dwelling, make_town
from linli.register import errors
from linli.register.actions.organisations import (
    close_members_list,
    close_organisation,
    correct_organisation,
    end_officer,
    enter_organisation,
    name_officer,
    open_members_list,
)
from linli.register.models import Membership, Officer, Organisation, RegisterChange
from linli.register.queries.organisations import OrganisationFilter, acts_for, organisations_visible_to
from linli.register.rules.organisations import NewOrganisation
from linli.register.testing import AT, a_command, make_organisation, make_resident
from linli.staff.testing import GRID, GRID_BESIDE, GRID_ELSEWHERE

CODE, OTHER_CODE = "92990101MA0000001U", "91990101000000002Y"
SHOP = NewOrganisation("松溪路便利店", "shop", GRID, dt.date(2021, 5, 1), CODE, address="松溪路18号")
TODAY = dt.date(2026, 11, 16)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town(cast):
    make_town()
    with time_machine.travel(AT, tick=False):
        yield


def enter(cast, new=SHOP, who="lin"):
    return enter_organisation(new, command=a_command(getattr(cast, who).actor))


def test_an_organisation_is_entered_with_its_history(cast):
    row = enter(cast)
    assert (row.credit_code, row.area_code, row.has_members) == (CODE, GRID, False)
    change = RegisterChange.objects.get()
    assert (change.subject_kind, change.act, change.effective_on) == ("organisation", "entered", dt.date(2021, 5, 1))
    assert AuditEntry.objects.get().subject_kind == "organisation"


def test_its_dwelling_says_where_it_is(cast):
    flat = make_dwelling(area_code=GRID)
    assert enter(cast, replace(SHOP, dwelling_id=flat, area_code="")).area_code == GRID
    with pytest.raises(errors.OrganisationPlaceMissing):
        enter(cast, replace(SHOP, credit_code="", dwelling_id=Organisation().pk))


def test_the_same_command_enters_it_once(cast):
    command = a_command(cast.lin.actor)
    assert enter_organisation(SHOP, command=command).pk == enter_organisation(SHOP, command=command).pk


def test_a_credit_code_stands_once_among_the_open_ones(cast):
    row = enter(cast)
    with pytest.raises(errors.CreditCodeTaken):
        enter(cast)
    close_organisation(row.pk, command=a_command(cast.lin.actor), on=TODAY)
    assert enter(cast).until is None


@pytest.mark.parametrize("area_code", ["", GRID_ELSEWHERE, "110101001001001"])
def test_it_lies_in_a_known_grid_of_ones_own_area(cast, area_code):
    with pytest.raises(errors.OrganisationPlaceMissing):
        enter(cast, replace(SHOP, area_code=area_code))


@pytest.mark.parametrize("who", ["zhao", "root", "luo", "feng"])
def test_strangers_enter_see_and_close_nothing(cast, who):
    row = enter(cast)
    actor = getattr(cast, who).actor
    assert not organisations_visible_to(actor)
    with pytest.raises(errors.OrganisationPlaceMissing):
        enter_organisation(replace(SHOP, credit_code=OTHER_CODE), command=a_command(actor))
    with pytest.raises(errors.OrganisationNotFound):
        close_organisation(row.pk, command=a_command(actor), on=TODAY)


def test_a_correction_keeps_what_stood_and_refuses_what_is_stale(cast):
    row = enter(cast)
    renamed = replace(SHOP, name="松溪路超市", credit_code=OTHER_CODE)
    assert correct_organisation(row.pk, command=a_command(cast.jiang.actor), new=renamed, version=1).version == 2
    with pytest.raises(errors.RecordStale):
        correct_organisation(row.pk, command=a_command(cast.lin.actor), new=SHOP, version=1)
    assert [change.act for change in RegisterChange.objects.order_by("id")] == ["entered", "corrected"]


def test_the_list_is_narrowed(cast):
    shop, team = enter(cast), make_organisation()
    far = make_organisation("白塔书画社", area_code=GRID_ELSEWHERE)

    def found(who="jiang", **asked):
        return set(organisations_visible_to(getattr(cast, who).actor, OrganisationFilter(**asked)))

    assert found() == {shop, team}
    assert found(words="松溪") == found(words=CODE.lower()) == found(kind="shop") == {shop}
    assert found(with_members=True) == {team}
    assert found(closed=True) == set()
    assert far not in found("lin")
    make_organisation("隔壁队", area_code=GRID_BESIDE)
    assert found("lin") == {shop, team}


def test_a_registrar_opens_a_members_list_and_a_worker_does_not(cast):
    team = make_organisation(has_members=False)
    with pytest.raises(NotAllowed):
        open_members_list(team.pk, command=a_command(cast.lin.actor))
    assert open_members_list(team.pk, command=a_command(cast.jiang.actor)).has_members


@pytest.mark.parametrize(
    ("name", "kind", "refusal"),
    [
        ("清真寺路小学", "school", errors.KindKeepsNoMembers),
        ("松溪路便利店", "shop", errors.KindKeepsNoMembers),
        ("青溪寺居士林", "community-group", errors.WorshipKeepsNoMembers),
        ("某某教会", "volunteer-team", errors.WorshipKeepsNoMembers),
        ("天主堂唱诗班", "branch", errors.WorshipKeepsNoMembers),
    ],
)
def test_no_list_is_opened_where_none_may_be(cast, name, kind, refusal):
    row = make_organisation(name, kind=kind, has_members=False)
    with pytest.raises(refusal):
        open_members_list(row.pk, command=a_command(cast.jiang.actor))
    row.refresh_from_db()
    assert not row.has_members


@pytest.mark.parametrize(
    ("change", "refusal"),
    [({"name": "竹桥家庭教会"}, errors.WorshipKeepsNoMembers), ({"kind": "shop"}, errors.KindKeepsNoMembers)],
)
def test_a_correction_is_no_way_round(cast, change, refusal):
    team = make_organisation()
    new = replace(NewOrganisation(team.name, team.kind, GRID, team.since), **change)
    with pytest.raises(refusal):
        correct_organisation(team.pk, command=a_command(cast.jiang.actor), new=new)
    team.refresh_from_db()
    assert team.name == "竹桥志愿服务队"


def test_closing_ends_officers_and_deletes_the_members(cast):
    team = make_organisation()
    Membership.objects.create(organisation=team, resident=make_resident(), since=TODAY)
    name_officer(team.pk, "zhao", command=a_command(cast.jiang.actor))
    close_organisation(team.pk, command=a_command(cast.jiang.actor), on=TODAY, reason="注销")
    assert not Membership.objects.exists()
    assert Officer.objects.get().until == TODAY
    assert not acts_for(cast.zhao.actor, on=TODAY)
    with pytest.raises(errors.OrganisationClosed):
        open_members_list(team.pk, command=a_command(cast.jiang.actor))


def test_a_list_with_members_is_not_closed(cast):
    team = make_organisation()
    member = Membership.objects.create(organisation=team, resident=make_resident(), since=TODAY)
    with pytest.raises(errors.MembersRemain):
        close_members_list(team.pk, command=a_command(cast.jiang.actor))
    member.delete()
    assert not close_members_list(team.pk, command=a_command(cast.jiang.actor)).has_members


def test_a_registrar_names_officers_but_never_themself(cast):
    team = make_organisation()
    officer = name_officer(team.pk, "zhao", command=a_command(cast.jiang.actor))
    assert [row.pk for row in acts_for(cast.zhao.actor, on=TODAY)] == [team.pk]
    with pytest.raises(errors.OfficerExists):
        name_officer(team.pk, "zhao", command=a_command(cast.jiang.actor))
    with pytest.raises(errors.OfficerIsOneself):
        name_officer(team.pk, "jiang", command=a_command(cast.jiang.actor))
    with pytest.raises(NotAllowed):
        name_officer(team.pk, "wei", command=a_command(cast.lin.actor))
    end_officer(team.pk, officer.pk, command=a_command(cast.jiang.actor))
    assert not acts_for(cast.zhao.actor, on=TODAY)
    with pytest.raises(errors.OrganisationNotFound):
        end_officer(team.pk, officer.pk, command=a_command(cast.jiang.actor))
