"""An import that was broken off goes on where it stopped; two at a time store a file once."""

from collections import Counter

import pytest

from linli.core import sealed_uploads
from linli.core.errors import NotAllowed
from linli.register import errors
from linli.register.actions.batches import (
    NewImport,
    begin_checking,
    begin_import,
    choose_columns,
    drop_import,
    finish_import,
    open_import,
)
from linli.register.actions.mappings import save_mapping
from linli.register.importing import grouping, running, uploads
from linli.register.models import ImportBatch, Resident
from linli.register.testing import AT, a_command
from linli.register.tests.importing import AREA, family, row, write
from linli.staff.rules import SYSTEM
from linli.staff.testing import OTHER_DISTRICT


class Killed(BaseException):
    """As if the process were gone: nothing cleans up after it."""


def test_an_import_broken_off_goes_on_with_the_same_result(run, tmp_path, monkeypatch):
    monkeypatch.setattr(grouping, "PART_ROWS", 2)
    rows = [
        *family(),
        row(姓名="", 家庭编号="H2", order=30, 房号="102"),
        row(姓名="王英", 家庭编号="H3", order=31, 单元="2单元"),
        row(姓名="赵敏", 家庭编号="H4", order=32, 楼栋="2号楼"),
    ]
    path = write(tmp_path, *rows)
    stores = Counter()
    whole = running.store_part

    def breaking(batch_id, part, **more):
        stores["parts"] += 1
        if stores["parts"] == 2:
            raise Killed
        return whole(batch_id, part, **more)

    monkeypatch.setattr(running, "store_part", breaking)
    with pytest.raises(Killed):
        run(path)
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.next_row, Resident.objects.count()) == ("running", 3, 3)
    with pytest.raises(errors.ImportStopped, match="4"):
        run(path)
    _code, told = run(path, "--resume")
    assert (told["read"], told["good"], told["bad"], told["import"]) == (6, 5, 1, str(batch.pk))
    assert Resident.objects.count() == 5
    assert ImportBatch.objects.get().state == "done"


def test_two_imports_of_one_file_at_a_time_store_it_once(run, tmp_path, monkeypatch):
    path = write(tmp_path, *family())
    whole = running.store_part

    def overtaken(batch_id, part, **more):
        whole(batch_id, part, **more)  # the other process was quicker
        return whole(batch_id, part, **more)

    monkeypatch.setattr(running, "store_part", overtaken)
    with pytest.raises(errors.ImportOvertaken):
        run(path)
    assert Resident.objects.count() == 3


def test_nothing_to_resume_is_said(run, tmp_path):
    with pytest.raises(errors.ImportNothingToResume):
        run(write(tmp_path, *family()), "--resume")


def test_what_goes_wrong_on_the_way_is_told_and_the_import_can_go_on(run, tmp_path, monkeypatch):
    path, whole = write(tmp_path, *family()), running.store_part

    def failing(*_args, **_more):
        raise ConnectionResetError

    monkeypatch.setattr(running, "store_part", failing)
    with pytest.raises(ConnectionResetError):
        run(path)
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.trouble, Resident.objects.count()) == ("failed", "ConnectionResetError", 0)
    monkeypatch.setattr(running, "store_part", whole)
    assert run(path, "--resume")[1]["good"] == 3
    assert ImportBatch.objects.get().trouble == ""


def opened(file_name):
    new = NewImport(file_name, AREA, "import", {"name": "姓名"})
    return open_import(new, command=a_command(SYSTEM))


def test_the_very_same_file_begins_once(run):
    first, second = opened("a.csv"), opened("b.csv")
    begin_import(first.pk, digest="same", by=SYSTEM)
    with pytest.raises(errors.ImportStopped, match="1"):
        begin_import(second.pk, digest="same", by=SYSTEM)
    finish_import(first.pk, rows=0, by=SYSTEM, at=AT)
    with pytest.raises(errors.ImportedAlready):
        begin_import(second.pk, digest="same", by=SYSTEM)


def test_an_import_is_begun_changed_and_dropped_only_in_its_time(run):
    batch = opened("a.csv")
    begin_import(batch.pk, digest="same", by=SYSTEM)
    for late in (
        lambda: begin_import(batch.pk, digest="same", by=SYSTEM),
        lambda: choose_columns(batch.pk, {}, by=SYSTEM),
        lambda: begin_checking(batch.pk, by=SYSTEM),
        lambda: drop_import(batch.pk, by=SYSTEM, at=AT),
    ):
        with pytest.raises(errors.WrongImportState):
            late()


def test_nobody_imports_where_they_have_no_right(housed_town):
    with pytest.raises(NotAllowed):
        open_import(NewImport("a.csv", OTHER_DISTRICT, "import"), command=a_command(housed_town.jiang.actor))
    with pytest.raises(NotAllowed):
        open_import(NewImport("a.csv", AREA, "import"), command=a_command(housed_town.zhao.actor))
    with pytest.raises(NotAllowed):
        save_mapping("台账", {}, area_code=AREA, by=housed_town.lin.actor, at=AT)


def test_a_file_that_is_gone_says_so(housed_town, tmp_path, settings):
    settings.LINLI_DATA = tmp_path
    with pytest.raises(errors.ImportFileGone):
        uploads.open_upload(opened("a.csv"))


def test_a_large_upload_is_sealed_in_pieces_and_comes_back_whole(housed_town, tmp_path, settings, monkeypatch):
    settings.LINLI_DATA = tmp_path
    monkeypatch.setattr(sealed_uploads, "_PIECE", 10)
    batch = opened("a.csv")
    uploads.keep_upload(batch.pk, [b"0123456", b"789abcdefgh", b"ij"], name="a.csv")
    assert uploads.upload_content(batch.pk) == b"0123456789abcdefghij"
    uploads.destroy_upload(batch.pk)
    assert not uploads.has_upload(batch.pk)
