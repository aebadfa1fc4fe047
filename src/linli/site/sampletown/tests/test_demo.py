"""`linli demo`: makes the town once, keeps it, starts afresh when told."""

import datetime as dt

import pytest
from click.testing import CliRunner

from linli.cases.queries.visible import cases_visible_to
from linli.core.installation import set_installation
from linli.forms.queries import open_forms
from linli.forms.sample import shipped_forms
from linli.mediation.sample import STORIES
from linli.site import serving
from linli.site.sampletown.cli import demo, town_day
from linli.staff import queries as staff
from linli.staff.rules import DEMO_USERNAMES, SYSTEM
from linli.visits.queries import field_visits

SMALL = ["--no-serve", "--residents", "80", "--cases", "20"]


def run(*options):
    return CliRunner().invoke(demo, options, catch_exceptions=False, env={"COLUMNS": "140"})


@pytest.mark.django_db
def test_the_first_start_makes_the_town_and_prints_its_accounts():
    done = run(*SMALL)
    assert done.exit_code == 0
    assert "示范数据，纯属虚构" in done.output.replace("\n", "")
    assert all(username in done.output for username in DEMO_USERNAMES)
    assert "linli-demo" in done.output
    assert cases_visible_to(SYSTEM).exclude(source="visit").count() == 20 + len(STORIES)


@pytest.mark.django_db
def test_the_worker_finds_forms_and_visits_on_the_phone():
    run(*SMALL)
    worker = staff.actor_of(staff.account_named("worker"))
    assert {form.code for form in open_forms(worker)} == {one.file.stem for one in shipped_forms()}
    assert field_visits(worker, on=town_day(dt.datetime.now(dt.UTC)))


@pytest.mark.django_db
def test_a_second_start_keeps_the_data_and_says_so():
    run(*SMALL)
    numbers = set(cases_visible_to(SYSTEM).values_list("number", flat=True))
    done = run("--no-serve", "--cases", "50")
    assert "--reset" in done.output
    assert set(cases_visible_to(SYSTEM).values_list("number", flat=True)) == numbers


@pytest.mark.django_db
def test_it_serves_where_it_is_told(monkeypatch):
    served = []
    monkeypatch.setattr(serving, "serve", lambda **where: served.append(where))
    done = run("--residents", "60", "--cases", "0", "--port", "8123")
    assert served == [{"port": 8123}]
    assert "http://127.0.0.1:8123/" in done.output


@pytest.mark.django_db
def test_a_half_made_town_is_made_anew():
    set_installation(name="x", root_code="990101", is_demo=False)
    assert run(*SMALL).exit_code == 0
    assert cases_visible_to(SYSTEM).exclude(source="visit").count() == 20 + len(STORIES)


def test_the_towns_day_is_never_in_the_future():
    assert town_day(dt.datetime(2026, 11, 22, 1, 59, tzinfo=dt.UTC)) == dt.date(2026, 11, 21)
    assert town_day(dt.datetime(2026, 11, 22, 2, 0, tzinfo=dt.UTC)) == dt.date(2026, 11, 22)
