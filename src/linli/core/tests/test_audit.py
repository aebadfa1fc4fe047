"""The log of reads and writes on people is whole, or says where it is not."""

import datetime as dt
import threading

import pytest
from django.db import DatabaseError, connection, transaction

from linli.core import audit
from linli.core.models import AuditEntry, AuditHead

AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def _line(number: int, area: str = "990101001001") -> audit.Line:
    return audit.Line(audit.Act.READ, "lin", "林小满", AT, area_code=area, purpose="contact", detail={"number": number})


def _logged(many: int) -> None:
    audit.note(*(_line(number) for number in range(many)))
    audit.seal_waiting()


def _without_guard(sql: str) -> None:
    """Do what somebody with the database in hand could do."""
    on = " on core_auditentry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"drop trigger core_audit_unchanged{on}")
        cursor.execute(sql)


@pytest.mark.django_db
def test_an_untouched_log_is_whole():
    _logged(5)
    found = audit.verify()
    assert (found.entries, found.faults) == (5, ())
    assert found.heads["990101"].startswith("5:")


@pytest.mark.django_db
def test_each_district_has_its_own_chain():
    audit.note(_line(1), _line(2, area="990102001"))
    audit.seal_waiting()
    assert set(audit.verify().heads) == {"990101", "990102"}


@pytest.mark.django_db
def test_a_line_is_sealed_after_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        audit.note(_line(1))
    assert AuditEntry.objects.get().sequence == 1


@pytest.mark.django_db
def test_a_line_that_was_changed_is_found():
    _logged(5)
    _without_guard("update core_auditentry set purpose = 'other' where sequence = 3")
    assert [(fault.sequence, fault.what) for fault in audit.verify().faults] == [(3, "changed")]


@pytest.mark.django_db
def test_a_line_that_was_taken_out_is_found():
    _logged(5)
    _without_guard("delete from core_auditentry where sequence = 2")
    assert (2, "missing") in [(fault.sequence, fault.what) for fault in audit.verify().faults]


@pytest.mark.django_db
def test_an_end_that_was_cut_off_is_found():
    _logged(5)
    _without_guard("delete from core_auditentry where sequence > 3")
    assert [fault.what for fault in audit.verify().faults] == ["end-cut"]


@pytest.mark.django_db
def test_a_head_wound_back_with_its_lines_is_found():
    _logged(5)
    kept = AuditEntry.objects.get(sequence=3).seal
    _without_guard("delete from core_auditentry where sequence > 3")
    AuditHead.objects.update(sequence=3, seal=kept)
    assert [fault.what for fault in audit.verify().faults] == ["end-cut"]


@pytest.mark.django_db
def test_the_database_refuses_to_change_a_sealed_line():
    _logged(1)
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.update(purpose="other")


@pytest.mark.django_db
def test_a_head_written_down_elsewhere_proves_what_stood_then():
    _logged(5)
    kept = dict(audit.verify().heads)
    _logged(3)
    assert audit.verify(kept).faults == ()


@pytest.mark.django_db
def test_a_past_written_anew_with_the_key_itself_is_found_by_a_head_written_down_before():
    _logged(5)
    kept = dict(audit.verify().heads)
    _without_guard("delete from core_auditentry")
    AuditHead.objects.all().delete()
    _logged(5)
    assert audit.verify().faults == ()
    assert [(fault.sequence, fault.what) for fault in audit.verify(kept).faults] == [(5, "head-differs")]


@pytest.mark.django_db
def test_a_chain_that_is_shorter_than_a_head_written_down_before_is_found():
    _logged(2)
    kept = {"990101": "9:" + "0" * 64}
    assert [fault.what for fault in audit.verify(kept).faults] == ["head-differs"]


@pytest.mark.django_db
def test_lines_whose_writer_died_before_joining_them_are_joined_by_the_worker():
    audit.note(*(_line(number) for number in range(1_200)))
    assert audit.seal_left_over() == 1_200
    assert audit.verify().entries == 1_200


@pytest.mark.django_db
def test_lines_left_unjoined_for_long_are_named(time_machine):
    time_machine.move_to(AT + dt.timedelta(minutes=11))
    audit.note(_line(1))
    assert [fault.what for fault in audit.verify().faults] == ["unsealed"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "column",
    ["at = '2026-01-01 00:00:00'", '"by" = \'x\'', "by_name = 'x'", "act = 'count'", "purpose = 'x'", "subject_kind = 'x'",
     "subject_id = 'x'", "area_code = '990101'", "count = 7", "detail = '{}'"],
    ids=["at", "by", "by_name", "act", "purpose", "subject_kind", "subject_id", "area_code", "count", "detail"],
)  # fmt: skip
def test_a_change_of_any_column_is_found(column):
    _logged(3)
    _without_guard(f"update core_auditentry set {column} where sequence = 2")
    assert [(fault.sequence, fault.what) for fault in audit.verify().faults] == [(2, "changed")]


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_make_one_whole_chain():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one at a time, and its test database is shared by the threads")

    def write(name):
        try:
            for number in range(20):
                with transaction.atomic():
                    audit.note(audit.Line(audit.Act.READ, name, name, AT, area_code="990101", detail={"n": number}))
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(name,)) for name in ("lin", "wei")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    audit.seal_left_over()
    found = audit.verify()
    assert (found.entries, found.faults) == (40, ())
