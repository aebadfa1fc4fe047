"""`linli audit`: proves the log on the command line, names what is wrong, lists lines without a value in them."""

import datetime as dt
import json

import pytest
from click.testing import CliRunner
from django.db import connection

from linli.core import audit
from linli.core.ids import new_id
from linli.core.models import AuditEntry
from linli.register.actions.recording import Reading, keep_reading
from linli.register.cli_audit import audit as audit_group
from linli.staff.testing import GRID

AT = dt.datetime(2026, 11, 16, 2, 0, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


def _run(*words):
    return CliRunner().invoke(audit_group, list(words))


def _logged(cast, many=3, resident=None):
    for _ in range(many):
        keep_reading(
            Reading([resident or new_id()], ["phone"], "contact", "reveal", GRID, "回访"), by=cast.lin.actor, at=AT
        )
    audit.seal_left_over()


def _tamper():
    on = " on core_auditentry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"drop trigger core_audit_unchanged{on}")
        cursor.execute("update core_auditentry set purpose = 'other' where sequence = 2")


def test_a_whole_log_is_told_with_the_heads_to_write_down(cast):
    _logged(cast)
    done = _run("verify")
    assert (done.exit_code, "990101 3:" in done.output) == (0, True)


def test_tampering_with_one_row_is_found_and_ends_with_one(cast):
    _logged(cast)
    _tamper()
    done = _run("verify", "--json")
    told = json.loads(done.output)
    assert (done.exit_code, told["whole"]) == (1, False)
    assert told["faults"] == [{"chain": "990101", "sequence": 2, "what": "changed"}]
    assert "第 2 行" in _run("verify").output


@pytest.mark.parametrize("form", ["json", "lines"])
def test_heads_written_down_before_are_compared(cast, tmp_path, form):
    _logged(cast)
    kept = tmp_path / "heads"
    kept.write_text(_run("verify", "--json").output if form == "json" else _run("verify").output)
    _logged(cast)
    assert _run("verify", "--since-heads", str(kept)).exit_code == 0
    kept.write_text('{"990101": "2:' + "0" * 64 + '"}')
    done = _run("verify", "--since-heads", str(kept))
    assert (done.exit_code, "链尾不一致" in done.output) == (1, True)


@pytest.mark.parametrize("content", ["", "{", "{}", '{"heads": 3}', "nothing here"])
def test_a_file_without_heads_is_refused(cast, tmp_path, content):
    kept = tmp_path / "heads"
    kept.write_text(content)
    assert _run("verify", "--since-heads", str(kept)).exit_code == 1


def test_lines_are_listed_by_resident_and_by_account(cast):
    me = new_id()
    _logged(cast, many=2)
    _logged(cast, many=1, resident=me)
    lines = [json.loads(line) for line in _run("list", "--resident", str(me), "--json").output.splitlines()]
    assert [line["subject_id"] for line in lines] == [str(me)]
    assert len(_run("list", "--by", "lin").output.splitlines()) == 3
    assert _run("list", "--by", "wei").output == ""


def test_a_list_holds_no_words_of_the_reader_and_no_values(cast):
    _logged(cast)
    assert "回访" not in _run("list", "--json").output
    assert AuditEntry.objects.count() == 3
