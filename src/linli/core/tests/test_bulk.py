"""Rows stored in bulk are the rows the model would have stored."""

import datetime as dt
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from linli.core.bulk import insert_rows
from linli.core.models import StoredFact

COLUMNS = ("id", "name", "payload", "told_at", "tries", "trouble")
AT = dt.datetime(2026, 11, 20, 9, 30, 0, 250, tzinfo=dt.timezone(dt.timedelta(hours=8)))
ROWS = [
    (UUID(int=1), "places.areas-changed", {"名称": ["青溪", 1, None]}, AT, 2, "tab\tnewline\nquote\"'\\"),
    (UUID(int=2), "cases.closed", {}, None, 0, ""),
]


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
