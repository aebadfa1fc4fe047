"""`linli register reconcile`, `duplicates`, `linkage`: the same work from the command line."""

import csv
import json

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from linli.core import installation
from linli.core.models import AuditEntry
from linli.register import errors
from linli.register.cli_linkage import duplicates, linkage, reconcile
from linli.register.models import LinkageJob, LinkagePair
from linli.register.testing import make_resident
from linli.register.tests.test_linkage import BORN, NUMBER
from linli.staff.testing import DISTRICT, GRID


@pytest.fixture
def town(db):
    installation.set_installation(name="邻里", root_code=DISTRICT, is_demo=False)
    return make_resident("何秀兰", born_on=BORN, id_number=NUMBER, phone="19900000123", area_code=GRID)


@pytest.fixture
def given(tmp_path):
    path = tmp_path / "名单.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        rows = [("姓名", "身份证号", "出生日期"), ("何秀兰", NUMBER, "1958-04-05"), ("段无此", "", "1990-01-01")]
        csv.writer(file).writerows(rows)
    return path


def run(command, *arguments):
    ended = CliRunner().invoke(command, [*map(str, arguments), "--json"], catch_exceptions=False)
    assert ended.exit_code == 0, ended.output
    return json.loads(ended.output)


@pytest.mark.django_db
def test_a_file_is_weighed_and_waits_for_people(town, given, tmp_path):
    found = run(reconcile, given, "--purpose", "elder-allowance", "-o", tmp_path / "found.xlsx")
    assert (found["state"], found["certain"], found["not_found"]) == ("review", 1, 1)
    rows = list(load_workbook(tmp_path / "found.xlsx").active.iter_rows(values_only=True))
    assert "尚未判断" in rows[1]
    assert LinkageJob.objects.get().basis.startswith("老年人权益保障法")


@pytest.mark.django_db
def test_a_dry_run_keeps_a_line_in_the_log_and_nothing_else(town, given):
    found = run(reconcile, given, "--purpose", "elder-allowance", "--dry-run")
    assert (found["rows"], found["certain"], found["dry_run"]) == (2, 1, True)
    assert not LinkageJob.objects.exists()
    assert not LinkagePair.objects.exists()
    assert AuditEntry.objects.get(act="link").detail["act"] == "dry-run"


@pytest.mark.django_db
def test_a_sensitive_purpose_stays_closed_without_its_assessment(town, given):
    with pytest.raises(errors.PurposeClosed):
        CliRunner().invoke(reconcile, [str(given), "--purpose", "pension-review"], catch_exceptions=False)
    assert not LinkageJob.objects.exists()


@pytest.mark.django_db
def test_jobs_are_listed_and_closed(town, given):
    job_id = run(reconcile, given, "--purpose", "elder-allowance")["id"]
    assert [one["id"] for one in run(linkage.commands["list"])] == [job_id]
    assert "名单" in CliRunner().invoke(linkage, ["list"]).output
    assert CliRunner().invoke(linkage, ["close", job_id]).exit_code == 0
    assert not LinkagePair.objects.exists()


@pytest.mark.django_db
def test_double_records_are_looked_for(town):
    make_resident("何秀岚", born_on=BORN, phone="19900000123", area_code=GRID)
    assert run(duplicates)["pairs"] == 1


@pytest.mark.django_db
def test_without_json_the_counts_are_told_in_words(town, given):
    ended = CliRunner().invoke(reconcile, [str(given), "--purpose", "elder-allowance"], catch_exceptions=False)
    assert ended.exit_code == 0
