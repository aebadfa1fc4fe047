"""The whole town, stored: clean areas, histories that replay, accounts that work in a demo only."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models import Max
from django.test import Client, TestCase

from linli.cases.actions.attaching import path_of
from linli.cases.queries.replaying import cases_without_history, replay_cases
from linli.cases.queries.visible import cases_visible_to
from linli.cases.rules import State
from linli.core.installation import installation, set_installation
from linli.core.secrets import unseal
from linli.places import queries as places
from linli.places.checking import find_problems
from linli.register.queries import count_under, home_of_account, organisations, programmes
from linli.site.sampletown.making import NotADemo, clear, is_made, make_town
from linli.site.sampletown.size import TownSize
from linli.site.sampletown.tests.conftest import SMALL, TODAY, make
from linli.staff import queries as staff
from linli.staff.rules import DEMO_PASSWORD, DEMO_USERNAMES, SYSTEM
from linli.staff.testing import make_account

MORNING = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)


def cases():
    return cases_visible_to(SYSTEM)


def clear_away():
    connection.check_constraints()  # PostgreSQL empties no table while a check of this transaction waits
    clear()


class TestTheTown(TestCase):
    """One town, looked at from all sides."""

    @classmethod
    def setUpTestData(cls):
        cls.town = make()

    def test_the_areas_of_the_town_are_clean(self):
        assert find_problems(places.areas_to_check()) == []
        assert self.town.areas == len(places.all_codes())

    def test_everybody_is_in_the_register(self):
        assert count_under("990101").residents == 300 == self.town.residents
        assert count_under("990101").households == self.town.households

    def test_every_history_replays_to_its_case(self):
        replayed = list(replay_cases())
        assert len(replayed) == cases().count() == 260
        assert [differences for _, differences in replayed if differences] == []
        assert cases_without_history() == 0

    def test_the_past_has_all_that_a_neighbourhood_has(self):
        states = set(cases().values_list("state", flat=True))
        assert {State.CLOSED, State.DECLINED, State.REPORTED, State.HANDLING} <= states
        assert cases().filter(reported_at__date=TODAY).exists()
        assert cases().filter(reworks__gt=0).exists()
        assert cases().filter(is_located=False).exists()
        assert cases().filter(ratings__isnull=False).exists()
        assert cases().filter(tasks__state="returned").exists()
        late = [case for case in cases().filter(state="closed") if case.closed_at > case.close_due_at]
        assert late

    def test_nothing_happened_after_the_towns_present(self):
        assert cases().aggregate(last=Max("records__at"))["last"] < MORNING
        assert cases().order_by("-reported_at").first().reported_at < MORNING

    def test_a_case_lies_in_the_grid_of_its_point(self):
        for case in cases().filter(is_located=True):
            assert places.locate(case.lon_cgcs2000, case.lat_cgcs2000) == case.area_code

    def test_phones_of_callers_come_from_the_range_kept_for_tests(self):
        phones = {
            unseal(sealed)
            for sealed in cases()
            .exclude(reporter__phone_sealed="")
            .exclude(reporter=None)
            .values_list("reporter__phone_sealed", flat=True)
        }
        assert phones
        assert all(phone.startswith("1990000") and len(phone) == 11 for phone in phones)

    def test_handled_cases_show_pictures_that_exist(self):
        sha256 = cases().exclude(attachments=None).values_list("attachments__sha256", flat=True).first()
        assert path_of(sha256).exists()

    def test_the_resident_lives_in_the_town_and_has_reported(self):
        account = staff.account_named("resident")
        assert home_of_account(account.pk)
        assert cases().filter(reporter__account_id=account.pk).exists()

    def test_the_registrars_street_has_organisations_members_and_elders_who_agreed(self):
        registrar, worker = (staff.actor_of(staff.account_named(name), on=TODAY) for name in ("registrar", "worker"))
        kinds = set(organisations.organisations_visible_to(registrar).values_list("kind", flat=True))
        assert kinds == {"volunteer-team", "owners-committee", "school", "shop", "property-firm"}
        teams = organisations.acts_for(worker, on=TODAY)
        assert [organisations.members_of(worker, team.pk, on=TODAY).count() > 1 for team in teams] == [True]
        visited = programmes.enrolments_visible_to(registrar).filter(programme_code="care-visits")
        assert visited.exists()
        assert not visited.filter(consent=None).exists()

    def test_units_have_work_for_the_demo_accounts(self):
        handler = staff.account_named("handler")
        assert cases().filter(handled_by=str(handler.pk)).exists()
        assert cases().filter(is_confidential=True, handled_by=str(staff.account_named("mediator").pk)).exists()

    def test_every_demo_account_signs_in(self):
        assert [username for username in DEMO_USERNAMES if not sign_in(username)] == []

    def test_nobody_else_of_the_town_has_the_known_password(self):
        others = [person.username for person in staff.people_under("990101") if person.username not in DEMO_USERNAMES]
        assert others
        assert not any(staff.account_named(username).check_password(DEMO_PASSWORD) for username in others)

    def test_the_town_is_known_as_made(self):
        assert is_made()
        assert installation().is_demo


def test_the_same_seed_makes_the_same_town(small_town):
    numbers = list(cases().order_by("number").values_list("number", "state", "text"))
    clear_away()
    assert make() == small_town
    assert list(cases().order_by("number").values_list("number", "state", "text")) == numbers


def test_another_seed_makes_another_town(small_town):
    clear_away()
    assert make(seed=2).digest != small_town.digest


def test_another_day_moves_the_cases_and_leaves_the_texts(small_town):
    texts = list(cases().order_by("id").values_list("text", flat=True))
    clear_away()
    moved = make_town(SMALL, seed=1, today=TODAY - dt.timedelta(days=97), progress=lambda *_: None)
    assert moved.residents == small_town.residents
    assert list(cases().order_by("id").values_list("text", flat=True)) == texts


def sign_in(username):
    client = Client()
    client.post("/accounts/login/", {"login": username, "password": DEMO_PASSWORD})
    return "_auth_user_id" in client.session


def test_no_demo_account_signs_in_outside_a_demo(small_town):
    set_installation(name="松门区", root_code="990101", is_demo=False)
    assert [username for username in DEMO_USERNAMES if sign_in(username)] == []


@pytest.mark.django_db
def test_a_real_installation_is_never_turned_into_a_demo():
    set_installation(name="某区", root_code="110101", is_demo=False)
    for attempt in (clear, lambda: make_town(TownSize(60, 0), seed=1, today=TODAY, progress=lambda *_: None)):
        with pytest.raises(NotADemo):
            attempt()
    assert not is_made()


@pytest.mark.django_db
def test_an_installation_that_has_begun_is_not_wiped():
    make_account("first-admin")
    with pytest.raises(NotADemo):
        clear()
    assert staff.account_named("first-admin")
