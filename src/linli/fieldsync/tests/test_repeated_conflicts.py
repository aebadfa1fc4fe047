"""A conflict whose answer was lost on the way is told again as it was first told, whatever the row is by then."""

import datetime as dt
import json
import re

import pytest
from django.apps import apps
from django.utils import timezone

from linli.core.secrets import unseal
from linli.fieldsync.models import FieldCommand
from linli.fieldsync.tests.phone import command
from linli.fieldsync.tests.test_edits import a_dwelling_edit, an_edit, meanwhile
from linli.fieldsync.tests.test_visits_and_forms import a_plan, of, tomorrow
from linli.register.actions.dwellings import change_dwelling
from linli.register.testing import a_command, make_household, make_resident
from linli.visits.actions import cancel_visit, move_visit
from linli.visits.testing import make_home

pytestmark = pytest.mark.django_db
Visit, Dwelling = apps.get_model("visits", "Visit"), apps.get_model("places", "Dwelling")


def told_twice(phone, made, between):
    """Send a command, let something happen to its record, and send it again: both answers, the first a conflict."""
    first = phone.one(made)
    assert (first["outcome"], len(first["conflicts"])) == ("conflict", 1)
    between()
    return first, phone.one(made)


@pytest.fixture
def moved(phone, cast):
    """A visit planned for tomorrow that somebody has moved, and the phone's own move of it."""
    plan = a_plan(make_home())
    phone.one(plan)
    visit = Visit.objects.get()
    move_visit(visit.pk, command=a_command(cast.jiang.actor), on=dt.date.fromisoformat(tomorrow(3)), base_on=None)
    return visit, of(plan, "visit.move", on=tomorrow(5), base_on=plan["payload"]["on"])


def test_a_visit_that_two_moved_stays_in_conflict_when_it_is_asked_again(phone, moved):
    visit, made = moved
    first, again = told_twice(phone, made, lambda: None)
    assert first == again
    assert again["conflicts"][0].items() >= {"mine": tomorrow(5), "theirs": tomorrow(3)}.items()
    visit.refresh_from_db()
    assert visit.planned_on.isoformat() == tomorrow(3)


@pytest.mark.parametrize("days", [1, 5, 9], ids=["back", "to-the-same-day", "on"])
def test_a_visit_s_conflict_stays_when_the_other_moves_it_again(phone, cast, moved, days):
    visit, made = moved
    on = dt.date.fromisoformat(tomorrow(days))
    first, again = told_twice(
        phone, made, lambda: move_visit(visit.pk, command=a_command(cast.jiang.actor), on=on, base_on=None)
    )
    assert first == again


def test_a_visit_s_conflict_stays_when_it_is_called_off(phone, cast, moved):
    visit, made = moved
    first, again = told_twice(
        phone, made, lambda: cancel_visit(visit.pk, command=a_command(cast.jiang.actor), reason="已搬走")
    )
    assert first == again


@pytest.mark.parametrize("phone_by_then", ["19900000123", "19900000456", "19900000888"])
def test_a_person_s_conflict_stays_when_the_other_changes_it_again(phone, cast, phone_by_then):
    person = make_resident("何秀兰", phone="19900000123")
    meanwhile(cast, person, phone="19900000789")
    made = an_edit(person, {"phone": "199******23", "sex": person.sex}, {"phone": "19900000456", "sex": "male"})
    first, again = told_twice(phone, made, lambda: meanwhile(cast, person, phone=phone_by_then))
    assert first == again
    assert again["conflicts"][0].items() >= {"mine": "19900000456", "theirs": "199******89"}.items()


def test_a_dwelling_s_conflict_stays_when_the_other_takes_it_back(phone, cast):
    home = make_household()
    stood = Dwelling.objects.get(pk=home.dwelling_id).use

    def use(value):
        change_dwelling(home.dwelling_id, command=a_command(cast.jiang.actor), values={"use": value}, source="counter")

    use("business")
    made = a_dwelling_edit(home, {"use": stood}, {"use": "rented"})
    first, again = told_twice(phone, made, lambda: use(stood))
    assert first == again
    assert Dwelling.objects.get(pk=home.dwelling_id).use == stood


def test_of_a_conflict_what_stood_is_kept_sealed_and_what_the_worker_wrote_is_not(phone, cast):
    person = make_resident("何秀兰", phone="19900000123")
    meanwhile(cast, person, phone="19900000789")
    phone.one(an_edit(person, {"phone": "199******23"}, {"phone": "19900000456"}))
    kept = FieldCommand.objects.get().conflicts_sealed
    assert "199" not in kept
    opened = unseal(kept)
    assert [one["theirs"] for one in json.loads(opened)] == ["199******89"]
    assert not {"19900000456", "19900000789"} & set(re.findall(r"\d{11}", opened))


def test_what_went_through_has_no_conflict_to_keep(phone):
    phone.one(command("app.complaint", "", text="每天要求打开应用三次"))
    assert FieldCommand.objects.get().conflicts_sealed == ""


def test_a_conflict_from_before_the_two_values_were_kept_is_not_called_applied(phone, moved):
    _visit, made = moved
    phone.one(made)
    FieldCommand.objects.filter(pk=made["id"]).update(conflicts_sealed="")
    again = phone.one({**made, "at": timezone.now().isoformat()})
    assert (again["outcome"], again["conflicts"]) == ("conflict", [])
