"""The shape of the code: sizes, names, directions, and no other host anywhere."""

import ast
import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src/linli"
MODULES = sorted(
    path
    for folder in ("src", "scripts", "benchmarks", "tests")
    for path in (ROOT / folder).rglob("*.py")
    if "__pycache__" not in path.parts
)
BEHAVIOURS = sorted((ROOT / "assets").rglob("*.js"))
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/apps.py"))
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
BAD_NAMES = {"util", "utils", "helper", "helpers", "common", "manager", "process", "data", "misc"}
LONGEST = 400
LONGEST_BEHAVIOUR = 150

# Names that stand for something else than a host to call: licences, XML namespaces, and addresses made for examples.
HARMLESS = re.compile(
    r"https?://(?:www\.w3\.org/|www\.gnu\.org/licenses|fsf\.org|127\.0\.0\.1|localhost|testserver|[\w.-]*example\.|[\w.-]*\.invalid|\{|%)"
)
ADDRESS = re.compile(r"https?://[^\s\"'<>)`]+|(?<![:\w])//(?:[a-z0-9-]+\.)+[a-z]{2,}/", re.IGNORECASE)


def relative(path):
    return str(path.relative_to(ROOT))


def read(path):
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_a_module_fits_in_the_head(path):
    assert len(read(path).splitlines()) <= LONGEST


@pytest.mark.parametrize("path", BEHAVIOURS, ids=relative)
def test_a_behaviour_of_the_pages_is_short(path):
    assert len(read(path).splitlines()) <= LONGEST_BEHAVIOUR


def test_no_module_has_a_name_that_says_nothing():
    assert [relative(path) for path in MODULES if path.stem in BAD_NAMES or path.parent.name in BAD_NAMES] == []


@pytest.mark.parametrize(
    "path", [path for path in MODULES if "tests" not in path.parts and "migrations" not in path.parts], ids=relative
)
def test_a_module_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(read(path)))


def test_nothing_is_left_for_later():
    mark = re.compile(r"#\s*(?:TODO|FIXME|XXX|HACK)\b|\bNotImplementedError\b")
    assert [relative(path) for path in MODULES if path != Path(__file__) and mark.search(read(path))] == []


def test_the_day_of_a_moment_is_asked_in_the_zone_of_the_house():
    """`at.date()` is the day in Greenwich: before eight in the morning it is yesterday. `timezone.localdate(at)` is the day."""
    code = [path for path in MODULES if PACKAGE in path.parents and "tests" not in path.parts]
    found = {relative(path): days for path in code if (days := days_in_greenwich(ast.parse(read(path))))}
    assert found == {}


def test_days_in_greenwich_are_found_by_the_names_of_moments():
    code = "at.date(), case.made_at.date(), seen_at.astimezone(zone).date(), timezone.localdate(at), day.date()"
    assert days_in_greenwich(ast.parse(code)) == ["at.date()", "case.made_at.date()"]
    code = "f'{row.made_at:%H:%M} {timezone.localtime(row.made_at):%H:%M} {day:%d} {row.made_at:>20}'"
    assert days_in_greenwich(ast.parse(code)) == ["row.made_at:%H:%M"]


def days_in_greenwich(tree):
    """List the calls of `date()` on what is named as a moment, and the moments of rows written as they stand."""
    called = [
        node.func for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    asked = [(call.value, ".date()") for call in called if call.attr == "date"]
    written = [node for node in ast.walk(tree) if isinstance(node, ast.FormattedValue) and node.format_spec]
    rows = [one for one in written if isinstance(one.value, ast.Attribute)]
    asked += [(one.value, f":{shape}") for one in rows if (shape := _shape_of(one)).startswith("%")]
    moments = ((ast.unparse(value), rest) for value, rest in asked)
    return [f"{named}{rest}" for named, rest in moments if re.search(r"(?:^|[._])at$", named)]


def _shape_of(written):
    return "".join(str(part.value) for part in written.format_spec.values if isinstance(part, ast.Constant))


def test_no_room_hangs_effects_on_signals_or_on_saving():
    signals = re.compile(r"^\s*(?:from|import) django\S*(?:signals|dispatch)\b", re.MULTILINE)
    code = [path for path in PACKAGE.rglob("*.py") if "tests" not in path.parts]
    assert [relative(path) for path in code if signals.search(read(path))] == []
    assert [relative(path) for path in PACKAGE.glob("*/models.py") if "def save(" in read(path)] == []


def test_only_actions_and_what_belongs_to_them_write():
    writing = re.compile(r"\.(?:save|bulk_create|bulk_update|update_or_create|get_or_create|objects\.create)\(")
    doors = [path for door in ("web", "api", "queries") for path in PACKAGE.glob(f"*/{door}/**/*.py")]
    rules = [path for path in PACKAGE.rglob("*.py") if path.name in {"rules.py", "queries.py"}]
    assert len(doors) > 30
    found = [
        relative(path)
        for path in doors + rules
        if writing.search(re.sub(r"(?:form|image|workbook|book|picture)\.save\(", "", read(path)))
    ]
    assert found == []


@pytest.mark.parametrize("room", [room for room in ROOMS if (PACKAGE / room / "models.py").exists()])
def test_a_room_with_tables_has_its_contracts(room):
    if room in {"core", "site"}:  # below every room and above every room: no direction inside
        return
    module = f"linli.{room}.models"
    assert any(module in contract.get("protected_modules", ()) for contract in CONTRACTS)
    assert any(
        f"linli.{room}" in contract.get("containers", ()) for contract in CONTRACTS if contract["type"] == "layers"
    )


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*/rules.py")), ids=relative)
def test_the_rules_of_a_room_are_pure(path):
    tree = ast.parse(read(path))
    modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    modules |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert [module for module in modules if module.split(".")[0] == "django" or module.endswith(".models")] == []


def test_contracts_are_exhaustive_and_ignore_no_import():
    layers = [contract for contract in CONTRACTS if contract["type"] == "layers"]
    assert all(contract.get("exhaustive") for contract in layers)
    assert [contract["name"] for contract in CONTRACTS if "ignore_imports" in contract] == []
    stacked = next(contract["layers"] for contract in layers if contract["containers"] == ["linli"])
    assert set(re.findall(r"\w+", " ".join(stacked))) >= set(ROOMS)


@pytest.mark.parametrize("path", [*TEMPLATES, *BEHAVIOURS, *sorted((ROOT / "assets").rglob("*.scss"))], ids=relative)
def test_a_page_names_no_other_host(path):
    assert [found for found in ADDRESS.findall(read(path)) if not HARMLESS.match(found)] == []


def test_the_list_of_node_packages_names_no_host_to_fetch_from():
    packages = json.loads(read(ROOT / "package-lock.json"))["packages"]
    said = json.dumps([{key: value for key, value in facts.items() if key != "funding"} for facts in packages.values()])
    assert ADDRESS.findall(said) == []


@pytest.mark.parametrize("path", [ROOT / ".npmrc", *sorted((ROOT / "requirements").glob("*"))], ids=relative)
def test_a_list_of_packages_names_no_host(path):
    assert ADDRESS.findall(read(path)) == []
    assert not re.search(r"^\s*(?:registry|--?(?:extra-)?index-url|--find-links)\b", read(path), re.MULTILINE)


def test_every_locked_package_has_its_hash():
    for lock in (ROOT / "requirements").glob("*.txt"):
        pinned = len(re.findall(r"^[\w.\[\]-]+(?:==| @ )", read(lock), re.MULTILINE))
        assert pinned
        assert len(re.findall(r"^[\w.\[\]-]+==.*\\\n\s+--hash=", read(lock), re.MULTILINE)) == pinned
    packages = json.loads(read(ROOT / "package-lock.json"))["packages"]
    assert [name for name, facts in packages.items() if name and "integrity" not in facts] == []


def test_every_run_time_package_has_its_reason():
    text = read(ROOT / "pyproject.toml")
    listed = re.search(r"^dependencies = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)[1].splitlines()
    assert [line for line in listed if "#" not in line] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_a_form_that_is_sent_keeps_its_token_through_includes(path):
    """`{% include … only %}` takes the token away from the forms of the included file."""
    text = read(path)
    for name in re.findall(r"{% include \"([^\"]+)\"[^%]*\bonly %}", text):
        included = next((other for other in TEMPLATES if str(other).endswith(f"/templates/{name}")), None)
        assert included is None or "{% csrf_token %}" not in read(included) or "csrf_token=csrf_token" in text, name


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_every_form_that_is_sent_carries_its_token(path):
    forms = re.findall(r"<form\b[^>]*method=\"post\".*?</form>", read(path), re.DOTALL | re.IGNORECASE)
    assert [form[:120] for form in forms if "csrf_token" not in form] == []
