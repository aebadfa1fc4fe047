"""Commands are applied exactly once, whatever is sent again."""

import datetime as dt

import pytest
from django.db import transaction

from linli.core.commands import CommandIdReused, begin
from linli.core.ids import new_id

AT = dt.datetime(2026, 11, 22, 1, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_a_repeat_gets_the_first_answer():
    key = new_id()
    assert begin(key, name="x", by="lin", at=AT, answer="first") is None
    assert begin(key, name="x", by="lin", at=AT, answer="second") == "first"


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "by"), [("y", "lin"), ("x", "wei")])
def test_an_id_used_for_another_change_is_refused(name: str, by: str):
    key = new_id()
    begin(key, name="x", by="lin", at=AT, answer="first")
    with pytest.raises(CommandIdReused):
        begin(key, name=name, by=by, at=AT, answer="second")


@pytest.mark.django_db
def test_a_change_that_fails_gives_its_id_free():
    key = new_id()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        begin(key, name="x", by="lin", at=AT, answer="first")
        raise ZeroDivisionError
    assert begin(key, name="x", by="lin", at=AT, answer="first") is None


@pytest.mark.django_db(transaction=True)
def test_a_command_outside_a_transaction_is_a_programmers_error():
    with pytest.raises(transaction.TransactionManagementError):
        begin(new_id(), name="x", by="lin", at=AT, answer="first")
