"""A folder of catalogues that are wrong in one way each: every one is refused, at the line its first comment names."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from linli.cases.catalogue import SHIPPED, CatalogueBroken, load_directory
from linli.cases.cli_catalogue import catalogue

FOLDER = Path(__file__).with_name("broken_catalogues")
BROKEN = sorted(FOLDER.iterdir())
_EXPECTED = re.compile(r"# Refused at (?P<at>\S+:\d+) for: (?P<word>.+)\n")


def expected(directory: Path) -> tuple[str, str]:
    """Read the line and the word that a broken catalogue names itself."""
    heads = (path.read_text(encoding="utf-8") for path in sorted(directory.rglob("*.toml")))
    found = [match for head in heads if (match := _EXPECTED.match(head))]
    assert len(found) == 1, directory.name
    return found[0]["at"], found[0]["word"]


def test_there_are_enough_of_them():
    assert len(BROKEN) >= 25


@pytest.mark.parametrize("directory", BROKEN, ids=lambda path: path.name)
def test_a_broken_catalogue_is_refused_at_its_line(directory: Path):
    at, word = expected(directory)
    outcome = CliRunner().invoke(catalogue, ["check", str(directory)])
    problems = outcome.stderr.splitlines()
    assert outcome.exit_code == 1
    assert any(problem.startswith(f"{at}: ") and word in problem for problem in problems), problems


def test_a_broken_catalogue_is_not_loaded():
    with pytest.raises(CatalogueBroken):
        load_directory(SHIPPED, overlay=FOLDER / "dead-end")
