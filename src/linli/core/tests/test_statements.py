"""Single rows stored, changed and found with statements put together once: as the ORM would have done it."""

import datetime as dt

import pytest

from linli.core.ids import new_id
from linli.core.models import AppliedCommand, InstallationRow, StoredFact
from linli.core.statements import columns_of, find_row, fresh_row, insert_row, select_rows, stored_form, update_row

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 4, 5, 6, 789, tzinfo=dt.UTC)


def fact(**values) -> StoredFact:
    return StoredFact(name="t.happened", payload={"间": [1, None, "x"]}, told_at=AT, **values)


def test_a_row_is_stored_as_the_orm_reads_it():
    row = fact()
    assert insert_row(row)
    assert StoredFact.objects.get() == row
    assert StoredFact.objects.values().get() == {
        "id": row.pk, "name": "t.happened", "payload": {"间": [1, None, "x"]}, "told_at": AT, "tries": 0, "trouble": "",
    }  # fmt: skip


def test_a_fresh_row_is_what_the_model_makes_of_the_values():
    values = {"name": "t.happened", "payload": {"间": 1}, "id": new_id()}
    made, usual = fresh_row(StoredFact, **values), StoredFact(**values)
    assert {field.attname: getattr(made, field.attname) for field in StoredFact._meta.concrete_fields} == {
        field.attname: getattr(usual, field.attname) for field in StoredFact._meta.concrete_fields
    }
    assert made._state.adding
    assert fresh_row(StoredFact, name="a").pk != fresh_row(StoredFact, name="a").pk
    with pytest.raises(TypeError):
        fresh_row(StoredFact, nothing=1)


def test_a_row_is_found_as_the_orm_stored_it():
    row = fact()
    row.save()
    for lock in (False, True):
        found = find_row(StoredFact, row.pk, lock=lock)
        assert found is not None
        assert (found.payload, found.told_at, found.tries) == (row.payload, AT, 0)
    assert find_row(StoredFact, new_id()) is None


def test_only_the_named_values_change():
    row = fact()
    row.save()
    row.tries, row.trouble = 3, "not stored"
    update_row(row, ["tries"])
    assert StoredFact.objects.values_list("tries", "trouble").get() == (3, "")


def test_a_found_row_saves_as_a_change():
    InstallationRow.objects.create(pk=1, name="松门")
    found = find_row(InstallationRow, 1)
    assert found is not None
    found.name = "青溪"
    found.save()
    assert InstallationRow.objects.get().name == "青溪"


def test_a_taken_value_leaves_the_row_out():
    key = new_id()
    first, second = (AppliedCommand(id=key, name=name, by="", at=AT, answer="") for name in ("first", "second"))
    assert insert_row(first, unless_taken="id")
    assert not insert_row(second, unless_taken="id")
    assert AppliedCommand.objects.get().name == "first"


def test_columns_come_out_as_their_fields_would_give_them():
    row = fact()
    row.save()
    sql = "select payload, told_at, id from core_storedfact where id = %s"
    key = stored_form(columns_of(StoredFact, "id")[0], row.pk)
    assert select_rows(sql, [key], columns_of(StoredFact, "payload", "told_at", "id")) == [(row.payload, AT, row.pk)]
