"""What Linli refuses stays unbuilt: one test for each row of "Never built" that no room's own test holds.

The explanation in docs/explanation/safeguards.md names the test of every row; here it is checked that it does.
"""

import ast
import dataclasses
import re
from pathlib import Path

import pytest
from django.apps import apps

from linli.cases import errors
from linli.cases.catalogue import SHIPPED, load_directory
from linli.cases.queries.lists import Filters
from linli.cases.rules import StepName
from linli.cases.triage.duplicates import Report
from linli.core.barred import BARRED, why_barred
from linli.figures.rules import Figures
from linli.site.reference.addresses import page_addresses
from linli.staff.rules import ROLE_MAY, Permission, Role

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src/linli"
PAGE = ROOT / "docs/explanation/safeguards.md"
PERSONS = re.compile(r"\b(?:reported_by|handled_by|handler_id|by_name|account_id|reporter|phone|username)\b")


def source(*names):
    files = [path for name in names for path in sorted(PACKAGE.glob(name)) if "tests" not in path.parts]
    assert files
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in files}


def names_in(text):
    """Every name and attribute of a module: its docstrings and texts may speak of people."""
    tree = ast.parse(text)
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return found | {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def never_built():
    table = PAGE.read_text(encoding="utf-8").split("## Never built")[1].split("\n## ")[0]
    return [line for line in table.splitlines() if line.startswith("| ")][1:]


def test_every_row_of_never_built_is_on_the_page():
    rows = " ".join(never_built()).lower()
    kept = (
        "religion",
        "ethnicity",
        "political",
        "petition",
        "criminal",
        "sexuality",
        "biometrics",
        "risk scores",
        "face",
    )
    assert [
        word
        for word in (*kept, "police", "unrelated data", "morals", "clock-in", "guest registers")
        if word not in rows
    ] == []
    assert len(never_built()) == 8


@pytest.mark.parametrize("row", never_built(), ids=lambda row: row[2:30])
def test_every_row_of_never_built_names_a_test_that_exists(row):
    tests = re.findall(r"\(([^)]+\.py)\)", row)
    assert tests
    for name in tests:
        assert "def test_" in (PAGE.parent / name).read_text(encoding="utf-8")


def test_what_is_barred_cannot_be_switched_on():
    for name, text in source("core/barred.py", "core/checks.py").items():
        assert not {"settings", "environ", "getenv", "environment"} & names_in(text), name


def test_what_is_barred_has_a_reason_for_people():
    assert all(str(barred.reason) and barred.english and barred.chinese for barred in BARRED)


def test_triage_never_looks_at_who_reported():
    fields = {"key", "at", "text", "kind_code", "lon", "lat", "address", "ended_at"}
    assert {field.name for field in dataclasses.fields(Report)} == fields
    for name, text in source("cases/triage/*.py").items():
        assert not [word for word in names_in(text) if PERSONS.fullmatch(word)], name


def test_repeats_are_about_places_and_things_and_never_about_who_reports():
    places = (
        "rules/repeats.py",
        "rules/nearness.py",
        "queries/around.py",
        "queries/repeats.py",
        "queries/returning.py",
    )
    for name, text in source(*(f"cases/{path}" for path in (*places, "actions/rooting.py"))).items():
        assert not [word for word in names_in(text) if PERSONS.fullmatch(word)], name


def test_figures_are_by_area_and_kind_and_never_by_person():
    fields = {field.name for field in dataclasses.fields(Figures)}
    assert [name for name in fields if why_barred(name) or PERSONS.fullmatch(name)] == []
    for name, text in source("cases/queries/tallies.py", "figures/*.py", "figures/web/*.py").items():
        tree = ast.parse(text)
        strings = " ".join(
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )
        grouped = re.findall(r"\b(?:reported_by|handled_by|handler_id|by_name)\b", strings)
        assert not grouped, name


def test_no_list_of_cases_is_narrowed_by_who_reported():
    fields = {field.name for field in dataclasses.fields(Filters)}
    assert fields == {"tab", "q", "kind_codes", "states", "area_code", "channel", "unit_code", "since", "until"}


def test_no_kind_of_case_is_about_watching_a_person():
    for kind in load_directory(SHIPPED).kinds.values():
        assert why_barred(kind.code.replace(".", "_").replace("-", "_")) is None, kind.code


def test_a_case_counts_nothing_against_its_reporter_or_its_worker():
    case = apps.get_model("cases", "Case")
    counts = {field.name for field in case._meta.concrete_fields if field.get_internal_type().startswith("Positive")}
    assert counts == {"returns", "reworks", "reopens", "score", "rung", "version"}


def test_no_table_follows_where_somebody_goes():
    """Positions belong to places and cases; no table of people or staff has one."""
    for room in ("register", "staff"):
        for model in apps.get_app_config(room).get_models():
            positions = [
                field.name
                for field in model._meta.concrete_fields
                if re.match(r"(?:lon|lat|point|position)(?:_|$)", field.name)
            ]
            assert positions == [], model._meta.label


def test_no_address_serves_cameras_clock_in_or_rankings():
    words = {word for address in page_addresses() for word in re.findall(r"[a-z_]+", address.path + " " + address.name)}
    assert "track" in words  # residents follow their own reports: the addresses are those of the site
    assert not words & {"camera", "cameras", "video", "stream", "attendance", "checkin", "leaderboard", "score"}


def test_administrators_of_the_machine_read_no_cases_and_no_people():
    mine = {Permission.STAFF_MANAGE, Permission.REFERENCE_EDIT, Permission.AREAS_VIEW, Permission.AREAS_IMPORT}
    assert ROLE_MAY[Role.ADMIN] == mine


def test_whoever_handled_cannot_check_or_close():
    looking = {StepName.PASS_CHECK, StepName.FAIL_CHECK, StepName.CLOSE}
    for code, declared in load_directory(SHIPPED).workflows.items():
        steps = declared.compiled.steps.values()
        assert [step.name for step in steps if step.does in looking and not step.other_person] == [], code
    assert errors.SamePerson.code == "case.same-person"
