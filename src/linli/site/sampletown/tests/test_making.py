"""The whole town, stored: clean areas, histories that replay, accounts that work in a demo only."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client, TestCase

from linli.cases.models import Attachment, Case, CaseRecord, Rating, Reporter, Task
from linli.cases.queries.replaying import cases_without_history, replay_cases
from linli.cases.rules import State
from linli.core.installation import installation, set_installation
from linli.core.secrets import unseal
from linli.places import queries as places
from linli.places.checking import find_problems
from linli.register.queries import count_under, home_of_account
from linli.site.sampletown.making import NotADemo, clear, is_made, make_town
from linli.site.sampletown.size import TownSize
from linli.site.sampletown.tests.conftest import SMALL, TODAY, make
from linli.staff import queries as staff
from linli.staff.rules import DEMO_PASSWORD, DEMO_USERNAMES

MORNING = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)


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
        assert len(replayed) == Case.objects.count() == 260
        assert [differences for _, differences in replayed if differences] == []
        assert cases_without_history() == 0

    def test_the_past_has_all_that_a_neighbourhood_has(self):
        states = set(Case.objects.values_list("state", flat=True))
        assert {State.CLOSED, State.DECLINED, State.REPORTED, State.HANDLING} <= states
        assert Case.objects.filter(reported_at__date=TODAY).exists()
        assert Case.objects.filter(reworks__gt=0).exists()
        assert Case.objects.filter(is_located=False).exists()
        assert Rating.objects.exists()
        assert Task.objects.filter(state="returned").exists()
        late = [case for case in Case.objects.filter(state="closed") if case.closed_at > case.close_due_at]
        assert late

    def test_nothing_happened_after_the_towns_present(self):
        assert CaseRecord.objects.order_by("-at").first().at < MORNING
        assert Case.objects.order_by("-reported_at").first().reported_at < MORNING

    def test_a_case_lies_in_the_grid_of_its_point(self):
        for case in Case.objects.filter(is_located=True):
            assert places.locate(case.lon_cgcs2000, case.lat_cgcs2000) == case.area_code

    def test_phones_of_callers_come_from_the_range_kept_for_tests(self):
        phones = {
            unseal(sealed)
            for sealed in Reporter.objects.exclude(phone_sealed="").values_list("phone_sealed", flat=True)
        }
        assert phones
        assert all(phone.startswith("1990000") and len(phone) == 11 for phone in phones)

    def test_handled_cases_show_pictures_that_exist(self):
        attachment = Attachment.objects.first()
        assert (settings.LINLI_MEDIA / attachment.sha256[:2] / f"{attachment.sha256[2:]}.jpg").exists()

    def test_the_resident_lives_in_the_town_and_has_reported(self):
        account = staff.account_named("resident")
        assert home_of_account(account.pk)
        assert Reporter.objects.filter(account_id=account.pk).exists()

    def test_units_have_work_for_the_demo_accounts(self):
        handler = staff.account_named("handler")
        assert Case.objects.filter(handled_by=str(handler.pk)).exists()
        assert Case.objects.filter(is_confidential=True, handled_by=str(staff.account_named("mediator").pk)).exists()

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
    numbers = list(Case.objects.order_by("number").values_list("number", "state", "text"))
    clear()
    assert make() == small_town
    assert list(Case.objects.order_by("number").values_list("number", "state", "text")) == numbers


def test_another_seed_makes_another_town(small_town):
    clear()
    assert make(seed=2).digest != small_town.digest


def test_another_day_moves_the_cases_and_leaves_the_texts(small_town):
    texts = list(Case.objects.order_by("id").values_list("text", flat=True))
    clear()
    moved = make_town(SMALL, seed=1, today=TODAY - dt.timedelta(days=97), progress=lambda *_: None)
    assert moved.residents == small_town.residents
    assert list(Case.objects.order_by("id").values_list("text", flat=True)) == texts


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
