"""`linli catalogue`: what it prints, and with which exit code."""

import json

import pytest
from click.testing import CliRunner

from linli.cases.catalogue import SHIPPED, load_directory
from linli.cases.cli_catalogue import catalogue
from linli.cases.models import CaseKind
from linli.register.catalogue import examine as examine_register

KINDS, WORKFLOWS = len(load_directory(SHIPPED).kinds), len(load_directory(SHIPPED).workflows)


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr("linli.cases.cli_catalogue.BESIDE", {})  # what higher rooms declare is theirs to test
    return lambda *words: CliRunner().invoke(catalogue, list(words))


@pytest.fixture
def broken(tmp_path):
    (tmp_path / "kinds").mkdir()
    (tmp_path / "kinds" / "own.toml").write_text('[[kind]]\ncode = "event.x"\n', encoding="utf-8")
    return tmp_path


def test_the_catalogue_in_force_is_checked_without_a_directory(run):
    outcome = run("check", "--json")
    assert outcome.exit_code == 0
    entries, _ = examine_register(SHIPPED)
    facts = {"kinds": KINDS, "workflows": WORKFLOWS, "register": entries, "problems": []}
    assert json.loads(outcome.stdout) == facts
    assert entries > 40


def test_problems_are_printed_by_line_and_the_check_fails(run, broken):
    outcome = run("check", str(broken))
    assert outcome.exit_code == 1
    assert "kinds/own.toml:1: " in outcome.stderr
    assert str(KINDS) in outcome.stdout


def test_problems_are_sentences_in_json(run, broken):
    outcome = run("check", str(broken), "--json")
    assert outcome.exit_code == 1
    problems = json.loads(outcome.stdout)["problems"]
    assert problems
    assert all(problem.startswith("kinds/own.toml:1: ") for problem in problems)


BROKEN_REGISTER = {
    'purpose = "nothing"': "没有目的“nothing”",
    'name = { zh-hans = "重点人员", zh-hant = "重點人員", en = "x" }': "重点人员",
    'name = { zh-hans = "宗教活动", zh-hant = "宗教活動", en = "x" }': "宗教",
    "score = 5": "不认识的键",
    "months = 0": "months",
}


@pytest.mark.parametrize("line", list(BROKEN_REGISTER))
def test_broken_content_of_the_register_is_told_by_file_and_line(run, tmp_path, line):
    whole = {
        "code": 'code = "own"',
        "name": 'name = { zh-hans = "甲", zh-hant = "甲", en = "x" }',
        "about": 'about = { zh-hans = "甲", zh-hant = "甲", en = "x" }',
        "purpose": 'purpose = "volunteering"',
        "months": "months = 6",
    }
    whole[line.split(" ", 1)[0]] = line
    (tmp_path / "register").mkdir()
    (tmp_path / "register" / "own.toml").write_text("[[programme]]\n" + "\n".join(whole.values()), encoding="utf-8")
    outcome = run("check", str(tmp_path))
    place = 2 + list(whole.values()).index(line)
    assert outcome.exit_code == 1
    assert f"register/own.toml:{place}: " in outcome.stderr
    assert BROKEN_REGISTER[line] in outcome.stderr


def test_a_register_file_that_is_no_toml_is_told(run, tmp_path):
    (tmp_path / "register").mkdir()
    (tmp_path / "register" / "own.toml").write_text("[[programme]\n", encoding="utf-8")
    outcome = run("check", str(tmp_path), "--json")
    assert outcome.exit_code == 1
    assert json.loads(outcome.stdout)["problems"][0].startswith("register/own.toml:1: ")


def test_a_citys_own_purposes_are_counted(run, tmp_path):
    own = tmp_path / "register"
    own.mkdir()
    (own / "own.toml").write_text(
        '[[source]]\ncode = "survey"\nrank = 30\nname = { zh-hans = "普查", zh-hant = "普查", en = "Census" }\n',
        encoding="utf-8",
    )
    outcome = run("check", str(tmp_path), "--json")
    assert json.loads(outcome.stdout)["register"] == examine_register(SHIPPED)[0] + 1


def test_a_directory_that_is_not_there_is_wrong_use(run, tmp_path):
    assert run("check", str(tmp_path / "nowhere")).exit_code == 2


@pytest.mark.django_db
def test_loading_twice_keeps_each_version_once(run):
    first, second = run("load", "--json"), run("load", "--json")
    flows = len(load_directory(SHIPPED).workflows)
    assert json.loads(first.stdout) == {"kinds": KINDS, "new": KINDS, "workflows": flows, "new_workflows": flows}
    assert json.loads(second.stdout) == {"kinds": KINDS, "new": 0, "workflows": flows, "new_workflows": 0}
    assert CaseKind.objects.filter(is_current=True).count() == KINDS


@pytest.mark.django_db
def test_loading_says_what_it_did(run):
    assert str(KINDS) in run("load").stdout


@pytest.mark.django_db
def test_a_broken_directory_of_the_city_is_not_loaded(run, broken, settings):
    settings.LINLI_CATALOGUE = str(broken)
    outcome = run("load")
    assert outcome.exit_code == 1
    assert "kinds/own.toml:1: " in outcome.stderr
    assert not CaseKind.objects.exists()


def test_the_table_is_the_reference_page(run):
    assert run("table").stdout.startswith("# Case kinds\n")
