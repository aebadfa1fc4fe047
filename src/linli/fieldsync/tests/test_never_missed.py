"""Whatever changes in whatever order, and whichever answers are lost: in the end a phone holds what it should hold."""

import json
import random

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pydantic_core import to_json

from linli.cases.testing import make_case, make_places
from linli.fieldsync.parts.changes import everything_for
from linli.fieldsync.parts.shapes import holder_of
from linli.fieldsync.tests.phone import Phone
from linli.fieldsync.tests.test_changes import pull
from linli.register.testing import make_household, make_resident
from linli.staff.queries import actor_of
from linli.staff.testing import GRID, GRID_BESIDE

Case, Post = apps.get_model("cases.Case"), apps.get_model("staff.Post")
Residency, Resident = apps.get_model("register.Residency"), apps.get_model("register.Resident")
Dwelling = apps.get_model("places.Dwelling")


class Store:
    """What a phone has taken so far."""

    def __init__(self):
        self.cursor, self.parts = "", {}

    def take(self, answer):
        if answer["full"]:
            self.parts = {}
        for name, changes in answer["parts"].items():
            rows = self.parts.setdefault(name, {})
            rows |= {row["id"]: row for row in changes["put"]}
            for key in changes["drop"]:
                rows.pop(key, None)
        self.cursor = answer["cursor"]

    def rows(self):
        return {name: rows for name, rows in self.parts.items() if rows}


def should_hold(member):
    """What a phone of this member holds when it is told everything at once."""
    account = apps.get_model("staff.Account").objects.get(pk=member.account.pk)
    actor = actor_of(account)
    holder = holder_of(actor, username=account.username, language=settings.LANGUAGE_CODE, on=timezone.localdate())
    told = json.loads(to_json(everything_for(holder)))
    return {name: {row["id"]: row for row in rows} for name, rows in told.items() if rows}


def happenings(cast, thrown):
    """What may happen in a town between two pulls."""
    grid = thrown.choice((GRID, GRID_BESIDE))
    residents = list(Resident.objects.order_by("id"))
    return [
        lambda: make_case(cast, area_code=grid),
        lambda: Case.objects.filter(area_code=GRID).update(is_open=False, state="closed"),
        lambda: make_resident(area_code=grid),
        lambda: make_household(area_code=grid),
        lambda: residents and Resident.objects.filter(pk=thrown.choice(residents).pk).update(name="改名者", version=9),
        lambda: residents and Residency.objects.filter(resident=thrown.choice(residents)).update(until=timezone.localdate()),
        lambda: Dwelling.objects.update(use=thrown.choice(("home", "rented"))),
        lambda: Post.objects.filter(account=cast.lin.account).update(area_code=grid),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_a_phone_ends_up_with_what_it_should_hold(cast, seed):
    make_places()
    thrown, phone, store = random.Random(seed), Phone(cast.lin), Store()
    for _turn in range(12):
        thrown.choice(happenings(cast, thrown))()
        answer = pull(phone, store.cursor)
        if thrown.random() < 0.7:  # the others are lost on the way
            store.take(answer)
    store.take(pull(phone, store.cursor))
    assert store.rows() == should_hold(cast.lin)
    assert pull(phone, store.cursor)["parts"] == {}


def test_more_rows_ask_no_more_questions(cast):
    make_places()
    make_case(cast)
    make_resident()
    few = questions(Phone(cast.lin))
    for _ in range(3):
        make_case(cast)
        make_household()
    assert questions(Phone(cast.lin)) == few


def questions(phone):
    with CaptureQueriesContext(connection) as asked:
        pull(phone)
    return len(asked)
