"""The example of the how-to guide on workflows: it is taken as it stands, and drawn."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from linli.cases.catalogue import SHIPPED, load_directory, look_over
from linli.cases.cli_catalogue import catalogue
from linli.cases.rules import Answer, Party, State
from linli.staff.rules import Permission

GUIDE = Path(__file__).resolve().parents[4] / "docs" / "how-to" / "write-a-workflow.md"


@pytest.fixture
def directory(tmp_path):
    block = re.search(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[1]
    assert len(block.splitlines()) <= 12
    (tmp_path / "workflows").mkdir()
    (tmp_path / "workflows" / "survey-first.toml").write_text(block, encoding="utf-8")
    return tmp_path


def test_the_example_of_the_guide_is_taken_as_it_stands(directory):
    assert look_over(directory).problems == []
    workflow = load_directory(SHIPPED, overlay=directory).workflows["survey-first"].compiled
    assert workflow.steps["surveyed"].starts == {"surveying"}
    assert workflow.at_stage(State.HANDLING).code == "handling"


def test_the_commands_of_the_guide_do_what_it_says(directory, settings):
    assert CliRunner().invoke(catalogue, ["check", str(directory)]).exit_code == 0
    settings.LINLI_CATALOGUE = str(directory)
    drawn = CliRunner().invoke(catalogue, ["draw", "survey-first"])
    assert "现场勘查" in drawn.stdout


@pytest.mark.parametrize("words", [State, Answer, Party], ids=lambda words: words.__name__)
def test_the_guide_names_every_word_a_workflow_may_use(words):
    text = GUIDE.read_text(encoding="utf-8")
    assert [word.value for word in words if f"`{word.value}`" not in text] == []


def test_permissions_of_the_example_are_real():
    text = GUIDE.read_text(encoding="utf-8")
    named = set(re.findall(r'may = \["([a-z.]+)"\]', text))
    assert named
    assert named <= {permission.value for permission in Permission}
