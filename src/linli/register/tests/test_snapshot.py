"""The snapshot: the same people as the store, by whichever way its rows come, and nobody who is gone."""

import datetime as dt
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from linli.core.ids import new_id
from linli.register.actions.recording import Change, keep
from linli.register.asking import filling, reading, snapshot, sources
from linli.register.asking.filling import Scan, TooMuchChanged
from linli.register.errors import SnapshotFailed
from linli.register.models import Enrolment, Membership, Residency, Resident
from linli.register.testing import SINCE, a_command, make_household, make_organisation, make_resident
from linli.staff.rules import SYSTEM
from linli.staff.testing import GRID, GRID_NEXT_COMMUNITY

pytestmark = pytest.mark.django_db
NOW = dt.timedelta(0)


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path: Path) -> Path:
    settings.LINLI_DATA = tmp_path
    return tmp_path


def ask(sql: str, *values: object) -> list[tuple[object, ...]]:
    with snapshot.connect(snapshot.fresh_snapshot()) as opened:
        return opened.execute(sql, list(values)).fetchall()


def enrol(resident: Resident, programme: str = "care-visits") -> Enrolment:
    return Enrolment.objects.create(
        area_code=GRID, resident=resident, programme_code=programme, since=SINCE, review_by=dt.date(2027, 1, 1)
    )


def test_it_holds_who_lives_where_with_the_size_of_the_home():
    home = make_household()
    alone = make_resident("林一", phone="19900000222", area_code=GRID_NEXT_COMMUNITY)
    rows = ask("select resident_id, area_code, household_size, alone, has_phone, single_home from people order by 2, 1")
    assert {row[3] for row in rows if row[1] == GRID} == {False}
    assert [row[2] for row in rows] == [2, 2, 1]
    assert rows[2] == (alone.pk, GRID_NEXT_COMMUNITY, 1, True, True, True)
    assert home.residencies.count() == 2


def test_it_is_sorted_by_area():
    for code in (GRID_NEXT_COMMUNITY, GRID, GRID_NEXT_COMMUNITY):
        make_resident(area_code=code)
    codes = [code for (code,) in ask("select area_code from people")]
    assert codes == sorted(codes)


def test_the_dead_the_merged_and_those_who_left_are_not_in_it():
    dead, merged, left = (make_resident(name) for name in ("甲一", "乙二", "丙三"))
    Resident.objects.filter(pk=dead.pk).update(died_on=SINCE)
    Resident.objects.filter(pk=merged.pk).update(merged_into=new_id())
    Residency.objects.filter(resident=left).update(until=SINCE)
    assert ask("select * from people") == []


def test_a_second_home_is_told_from_a_single_one():
    person = make_resident()
    elsewhere = make_household(area_code=GRID_NEXT_COMMUNITY)
    Residency.objects.create(
        area_code=GRID_NEXT_COMMUNITY, resident=person, household=elsewhere, dwelling_id=elsewhere.dwelling_id,
        lives=False, since=SINCE,
    )  # fmt: skip
    assert ask("select count(*) from people where resident_id = ? and not single_home", person.pk) == [(2,)]
    assert ask("select distinct household_size from people where household_id = ?", elsewhere.pk) == [(2,)]


def test_enrolments_are_in_it_and_memberships_and_sealed_values_are_not():
    person = make_resident(id_number="", phone="19900000222")
    enrol(person)
    Membership.objects.create(organisation=make_organisation(), resident=person, since=SINCE)
    assert ask("select resident_id, programme_code from enrolments") == [(person.pk, "care-visits")]
    columns = {name for (name,) in ask("select column_name from duckdb_columns() where database_name = 'snapshot'")}
    assert not {name for name in columns if "seal" in name or "hash" in name or "member" in name}


def test_nobody_else_may_read_the_file():
    path = snapshot.fresh_snapshot()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_reader_goes_on_while_the_file_is_replaced():
    make_resident()
    opened = snapshot.connect(snapshot.fresh_snapshot())
    make_resident("林二")
    assert ask("select count(*) from people") == [(2,)]
    assert opened.execute("select count(*) from people").fetchall() == [(1,)]
    opened.close()


def test_a_snapshot_read_in_a_transaction_is_never_taken_for_fresh():
    path = snapshot.fresh_snapshot()
    assert snapshot._stamp(path).loose
    assert not snapshot._is_fresh(path, dt.timedelta(days=1))


def test_a_removed_snapshot_is_gone():
    path = snapshot.fresh_snapshot()
    snapshot.drop_snapshot()
    assert not path.exists()


class TestADelta:
    """Mending: driven below the policy of ages, on rows of the test's own transaction."""

    def mend(self, path: Path, *, since: dt.datetime) -> None:
        mark = reading.mark_text(int(since.timestamp() * 1000) << 80)
        with filling.open_new(str(path)) as opened:
            filling.mend(opened, sources.changed_since(mark), reading.read_by_cursor)

    def many(self, count: int = 10) -> list[Resident]:
        return [make_resident(f"林{place}") for place in range(count)]

    def test_brings_what_is_new_and_what_changed(self):
        people = self.many(30)
        path = snapshot.fresh_snapshot()
        asked_at = timezone.now()
        person, moved = people[0], people[1].residencies.get()
        Resident.objects.filter(pk=person.pk).update(name="何新名")
        keep(a_command(SYSTEM), Change("resident", person.pk, "correct", {}, {}, GRID, person.pk))
        Residency.objects.create(
            area_code=GRID_NEXT_COMMUNITY, resident=people[1], household=make_household().residencies.first().household,
            dwelling_id=moved.dwelling_id, since=SINCE,
        )  # fmt: skip
        enrol(people[2])
        self.mend(path, since=asked_at)
        with snapshot.connect(path) as opened:
            mended = [set(opened.execute(f"select * from {table}").fetchall()) for table in ("people", "enrolments")]
        assert mended == [set(ask(f"select * from {table}")) for table in ("people", "enrolments")]
        assert sum(not row[-1] for row in mended[0]) == 2

    def test_refuses_when_rows_went_away_without_a_word(self):
        people = self.many()
        path = snapshot.fresh_snapshot()
        asked_at = timezone.now()
        people[0].delete()
        with pytest.raises(TooMuchChanged):
            self.mend(path, since=asked_at)
        assert ask("select count(*) from people where resident_id = ?", people[0].pk) == [(0,)]

    def test_refuses_when_half_the_town_changed(self):
        self.many(4)
        path = snapshot.fresh_snapshot()
        asked_at = timezone.now()
        self.many(4)
        with pytest.raises(TooMuchChanged):
            self.mend(path, since=asked_at)


@pytest.mark.django_db(transaction=True)
class TestOutsideATransaction:
    """The whole way: a store on disk, its scanner, files replaced under their readers."""

    @pytest.fixture(autouse=True)
    def seen_store(self, data_folder: Path, monkeypatch) -> None:
        """Let SQLite's scanner see the test's database: a copy of it on disk."""
        if connection.vendor != "sqlite":
            return
        file = data_folder / "copy.sqlite3"

        def scan() -> Scan:
            with closing(sqlite3.connect(file)) as copy:
                connection.connection.backup(copy)
            return Scan(str(reading._extension("duckdb_extension_sqlite_scanner")), f"'{file}' as store (type sqlite, read_only)", "sqlite_query")  # fmt: skip

        monkeypatch.setattr(snapshot, "scan_of_store", scan)

    def test_the_scanner_and_the_cursor_read_the_same(self, monkeypatch):
        make_household()
        enrol(make_resident(phone="19900000222"))
        scanned = ask("select * from people order by all"), ask("select * from enrolments")
        monkeypatch.setattr(snapshot, "scan_of_store", lambda: None)
        snapshot.fresh_snapshot(full=True)
        assert scanned == (ask("select * from people order by all"), ask("select * from enrolments"))
        assert len(scanned[0]) == 3

    def test_a_young_snapshot_is_given_again_and_an_old_one_mended(self, monkeypatch):
        for place in range(10):
            make_resident(f"林{place}")
        path = snapshot.fresh_snapshot()
        made = path.stat().st_ino
        assert snapshot.fresh_snapshot().stat().st_ino == made
        monkeypatch.setattr(snapshot, "LOOK_BACK", NOW)  # or everybody has only just come
        monkeypatch.setattr(snapshot, "_make", None)  # what follows must not read everything anew
        person = make_resident("林新")
        assert snapshot.fresh_snapshot(max_age=NOW).stat().st_ino != made
        assert ask("select count(*) from people where resident_id = ?", person.pk) == [(1,)]

    def test_a_deleted_resident_is_gone_at_the_next_refresh(self):
        people = [make_resident(f"林{place}") for place in range(10)]
        snapshot.fresh_snapshot()
        people[3].delete()
        snapshot.fresh_snapshot(max_age=NOW)
        assert ask("select count(*) from people where resident_id = ?", people[3].pk) == [(0,)]
        assert ask("select count(*) from people") == [(9,)]

    def test_refreshers_at_once_leave_one_whole_snapshot(self):
        make_resident()
        found: list[object] = []

        def refresh() -> None:
            try:
                found.append(snapshot.fresh_snapshot(max_age=NOW))
            finally:
                if connection.connection is not None:
                    connection.connection.close()  # a shared one in memory does not close otherwise

        threads = [threading.Thread(target=refresh) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 3
        assert ask("select count(*) from people") == [(1,)]
        assert sorted(file.name for file in found[0].parent.iterdir()) == [
            "people.duckdb",
            "people.json",
            "refresh.lock",
        ]

    def test_a_store_that_cannot_be_read_says_so_without_telling_how_it_is_reached(self, monkeypatch):
        extension = str(reading._extension("duckdb_extension_sqlite_scanner"))
        broken = Scan(extension, "'/nowhere/secret.sqlite3' as store (type sqlite, read_only)", "sqlite_query")
        monkeypatch.setattr(snapshot, "scan_of_store", lambda: broken)
        with pytest.raises(SnapshotFailed) as refused:
            snapshot.fresh_snapshot(full=True)
        assert "secret" not in str(refused.value)
        assert not list(snapshot.snapshot_path().parent.glob("people*"))
