"""The register follows its dwellings when the map is redrawn; nobody's own history changes, and the past stays true."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from linli.core import facts
from linli.core.models import StoredFact
from linli.places.facts import AreasChanged, DwellingsRelocated
from linli.places.listeners import move_dwellings
from linli.places.testing import areas_of_dwellings, lay_building, make_town, redraw_town
from linli.register import actions, queries
from linli.register.asking import snapshot
from linli.register.facts import HomesRelocated
from linli.register.listeners import move_homes
from linli.register.models import Enrolment, Household, Organisation, RegisterChange, Residency
from linli.register.rules import NewHome
from linli.register.testing import AT, SINCE, a_command, make_household, make_organisation, make_resident
from linli.staff.testing import GRID, GRID_BESIDE, GRID_NEXT_COMMUNITY, Cast

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate(AT)
YESTERDAY = TODAY - dt.timedelta(days=1)
NEW = "990101001001003"
TOUCHED = [GRID, GRID_BESIDE, NEW]


@pytest.fixture(autouse=True)
def _today(settings, tmp_path):
    settings.LINLI_DATA = tmp_path
    facts.listen({AreasChanged: [move_dwellings], DwellingsRelocated: [move_homes], HomesRelocated: [print]})
    with time_machine.travel(AT, tick=False):
        make_town()
        facts.tell_facts()
        yield
    facts.listen({})


def redraw():
    """Have a new grid take over the whole of the first one and the second close in favour of the first; tell everybody."""
    redraw_town(on=TODAY, at=AT)
    while facts.tell_facts():
        pass


def areas(model):
    return set(model.objects.values_list("area_code", flat=True))


def test_households_and_residents_follow_their_dwelling():
    make_household()
    redraw()
    assert areas_of_dwellings() == areas(Household) == areas(Residency) == {NEW}


def test_who_lives_elsewhere_stays():
    home = make_household(area_code=GRID_NEXT_COMMUNITY)
    lay_building(column=2, area_code=GRID_NEXT_COMMUNITY)
    redraw()
    home.refresh_from_db()
    assert home.area_code == GRID_NEXT_COMMUNITY


def test_what_has_ended_keeps_the_grid_it_ended_in():
    home = make_household()
    Household.objects.filter(pk=home.pk).update(until=YESTERDAY)
    home.residencies.update(until=YESTERDAY)
    redraw()
    assert areas(Household) == areas(Residency) == {GRID}


def test_in_which_grid_a_household_was_on_a_day_stays_known():
    home = make_household()
    resident = home.residencies.first().resident_id
    redraw()
    assert queries.household_as_of(home.pk, YESTERDAY).area_code == GRID
    assert queries.household_as_of(home.pk, TODAY).area_code == NEW
    then, now = (queries.resident_as_of(resident, day).homes[0].area_code for day in (YESTERDAY, TODAY))
    assert (then, now) == (GRID, NEW)


def test_nobodys_own_history_gets_a_line():
    home = make_household()
    before = RegisterChange.objects.count()
    redraw()
    home.refresh_from_db()
    assert RegisterChange.objects.count() == before
    assert home.version == 1


def test_an_enrolment_follows_where_the_resident_lives():
    resident = make_resident()
    for programme, until in (("care-visits", None), ("old-age", YESTERDAY)):
        Enrolment.objects.create(
            area_code=GRID, resident=resident, programme_code=programme, since=SINCE, until=until,
            review_by=dt.date(2027, 1, 1),
        )  # fmt: skip
    redraw()
    assert dict(Enrolment.objects.values_list("programme_code", "area_code")) == {"care-visits": NEW, "old-age": GRID}


def test_an_organisation_without_a_dwelling_goes_to_who_has_the_ground():
    homeless, housed = make_organisation(area_code=GRID_BESIDE), make_organisation("竹桥商店", kind="shop")
    Organisation.objects.filter(pk=housed.pk).update(dwelling_id=make_household().dwelling_id)
    redraw()
    assert dict(Organisation.objects.values_list("pk", "area_code")) == {homeless.pk: GRID, housed.pk: NEW}


def test_told_twice_nothing_moves_again():
    make_household()
    redraw()
    assert actions.relocate_homes(TOUCHED, on=str(TODAY)).total == 0


def test_it_is_told_upward():
    redraw()
    told = StoredFact.objects.filter(name=HomesRelocated.name).latest("id").payload
    assert told == {"prefixes": TOUCHED, "on": str(TODAY)}


def test_each_kind_moves_in_a_few_statements(django_assert_max_num_queries):
    for _each in range(20):
        make_household()
    lay_building(column=0, area_code=NEW)
    with django_assert_max_num_queries(16):
        assert actions.relocate_homes(TOUCHED, on=str(TODAY)).total == 60


@pytest.mark.django_db(transaction=True)
def test_questions_over_everybody_ask_anew_after_the_move():
    make_household()
    snapshot.fresh_snapshot()
    lay_building(column=0, area_code=NEW)
    actions.relocate_homes(TOUCHED, on=str(TODAY))
    with snapshot.connect(snapshot.fresh_snapshot()) as opened:
        assert opened.execute("select distinct area_code from people").fetchall() == [(NEW,)]


def test_what_was_written_before_a_redraw_can_be_taken_back_after_it(cast: Cast):
    home, person = make_household(), make_resident("林一")
    command = a_command(cast.jiang.actor)
    actions.move_in(person.pk, NewHome(home.dwelling_id, TODAY, home.pk, leaves=True), command=command)
    redraw()
    actions.undo(command.id, command=a_command(cast.jiang.actor), reason="登记错了")
    held = Residency.objects.filter(resident=person, until=None)
    assert [one.area_code for one in held] == [NEW]
    assert home.residencies.count() == 2


def test_a_dwelling_taken_back_lies_in_the_grid_of_today(cast: Cast):
    home, other = make_household(), make_household()
    command = a_command(cast.jiang.actor)
    actions.join_households(home.pk, other.pk, command=command, on=TODAY)
    redraw()
    actions.undo(command.id, command=a_command(cast.jiang.actor), reason="登记错了")
    assert set(Residency.objects.filter(until=None).values_list("area_code", flat=True)) == {NEW}
