"""An import that was broken off goes on where it stopped; two at a time store a file once."""

from collections import Counter

import pytest

from linli.register import errors
from linli.register.importing import grouping, running
from linli.register.models import ImportBatch, Resident
from linli.register.tests.importing import family, row, write


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
