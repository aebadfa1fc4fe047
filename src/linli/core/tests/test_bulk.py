"""Rows stored in bulk are the rows the model would have stored."""

import dataclasses
import datetime as dt
from typing import ClassVar
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from linli.core import facts
from linli.core.bulk import insert_rows, update_rows
from linli.core.models import StoredFact

COLUMNS = ("id", "name", "payload", "told_at", "tries", "trouble")
AT = dt.datetime(2026, 11, 20, 9, 30, 0, 250, tzinfo=dt.timezone(dt.timedelta(hours=8)))
ROWS = [
    (UUID(int=1), "places.areas-changed", {"名称": ["青溪", 1, None]}, AT, 2, "tab\tnewline\nquote\"'\\"),
    (UUID(int=2), "cases.closed", {}, None, 0, ""),
]


@dataclasses.dataclass(frozen=True)
class Rang(facts.Fact):
    """A bell rang."""

    name: ClassVar[str] = "test.rang-in-bulk"
    times: int


@dataclasses.dataclass(frozen=True)
class Unheard(Rang):
    """Nobody listens to this bell."""

    name: ClassVar[str] = "test.unheard-in-bulk"


@pytest.mark.django_db
def test_rows_come_back_as_they_were_given():
    assert insert_rows(StoredFact, COLUMNS, iter(ROWS)) == 2
    assert list(StoredFact.objects.order_by("id").values_list(*COLUMNS)) == ROWS


@pytest.mark.django_db
def test_rows_are_found_like_those_the_model_stored():
    insert_rows(StoredFact, COLUMNS, ROWS)
    StoredFact.objects.create(id=UUID(int=3), name="x", payload={"名称": 1}, told_at=AT)
    assert StoredFact.objects.filter(told_at=AT).count() == 2
    assert StoredFact.objects.filter(payload__has_key="名称").count() == 2
    assert StoredFact.objects.get(pk=UUID(int=2)).told_at is None


@pytest.mark.django_db
def test_more_rows_than_one_batch_are_all_stored():
    rows = ((UUID(int=number), "x", {}, None, 0, "") for number in range(1, 12_002))
    assert insert_rows(StoredFact, COLUMNS, rows) == 12_001 == StoredFact.objects.count()


@pytest.mark.django_db
def test_no_rows_are_no_trouble():
    assert insert_rows(StoredFact, COLUMNS, []) == 0


@pytest.mark.django_db
def test_the_databases_constraints_hold():
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(StoredFact, COLUMNS, [ROWS[0], ROWS[0]])
    assert not StoredFact.objects.exists()


@pytest.mark.django_db
def test_rows_change_to_what_is_given_and_others_stay(django_assert_num_queries):
    insert_rows(StoredFact, COLUMNS, [*ROWS, (UUID(int=3), "x", {"a": 1}, AT, 9, "stays")])
    changed = [(UUID(int=1), {"新": [True]}, None, 3), (UUID(int=2), {}, AT, 4)]
    with django_assert_num_queries(1):
        update_rows(StoredFact, ("id", "payload", "told_at", "tries"), changed)
    found = StoredFact.objects.order_by("id").values_list("payload", "told_at", "tries", "trouble")
    assert list(found) == [({"新": [True]}, None, 3, ROWS[0][5]), ({}, AT, 4, ""), ({"a": 1}, AT, 9, "stays")]
    update_rows(StoredFact, ("id", "tries"), [])


@pytest.mark.django_db
def test_many_facts_are_stored_at_once_when_somebody_listens(django_assert_num_queries):
    facts.listen({Rang: (lambda _payload: None,)})
    with django_assert_num_queries(1):
        facts.announce_all([Rang(1), Rang(2), Unheard(3)])
    assert [one.payload for one in StoredFact.objects.order_by("id")] == [{"times": 1}, {"times": 2}]
