"""`linli field`: what a phone would get with its sizes, and the paper for the filing."""

import json

import pytest
from click.testing import CliRunner
from django.apps import apps

from linli.cases.testing import make_case, make_places
from linli.fieldsync.cli import field
from linli.register.testing import make_resident

AuditEntry = apps.get_model("core.AuditEntry")


def run(*arguments):
    return CliRunner().invoke(field, [*map(str, arguments)], catch_exceptions=False)


@pytest.fixture
def town(cast):
    make_places()
    make_case(cast)
    make_resident("何秀兰", phone="13800001234")
    return cast


def test_the_sizes_of_every_part_are_told(town):
    found = json.loads(run("pull", "lin", "--json").output)
    assert found["parts"]["cases"]["rows"] == found["parts"]["people"]["rows"] == 1
    assert found["total"]["gzip"] < found["total"]["bytes"]
    assert "people" in run("pull", "lin").output


def test_what_is_written_down_is_masked_and_noted(town, tmp_path):
    file = tmp_path / "lin.json"
    assert run("pull", "lin", "--json", "-o", file).exit_code == 0
    text = file.read_text(encoding="utf-8")
    assert "何**" in text
    assert not {"何秀兰", "13800001234"} & set(text.split('"'))
    line = AuditEntry.objects.filter(act="read").latest("id")
    assert (line.by, line.count, line.detail) == ("system", 1, {"how": "field-pull"})


def test_looking_at_sizes_is_no_reading(town):
    before = AuditEntry.objects.count()
    run("pull", "lin")
    assert AuditEntry.objects.count() == before


def test_the_stranger_s_phone_would_get_no_case_and_nobody(town):
    found = json.loads(run("pull", "zhao", "--json").output)["parts"]
    assert {
        name: part["rows"] for name, part in found.items() if name not in {"me", "kinds", "words"}
    } == dict.fromkeys(("cases", "visits", "areas", "buildings", "dwellings", "households", "people", "forms"), 0)


@pytest.mark.parametrize(("name", "beginning"), [("pack.docx", b"PK"), ("pack.PDF", b"%PDF")])
def test_the_paper_is_written(town, tmp_path, name, beginning):
    assert run("law-pack", "-o", tmp_path / name).exit_code == 0
    assert (tmp_path / name).read_bytes().startswith(beginning)


def test_another_kind_of_file_is_refused(town, tmp_path):
    assert run("law-pack", "-o", tmp_path / "pack.txt").exit_code == 2
