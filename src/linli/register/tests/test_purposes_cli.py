"""`linli register purposes`: what it prints, for people and for programs."""

import json

import pytest
import time_machine
from click.testing import CliRunner

from linli.register.catalogue import declared
from linli.register.cli_purposes import purposes
from linli.register.testing import AT, open_purpose

pytestmark = pytest.mark.django_db


def found(*words: str) -> str:
    outcome = CliRunner().invoke(purposes, list(words))
    assert outcome.exit_code == 0
    return outcome.stdout


def test_every_purpose_is_listed_and_counted(cast):
    lines = found().splitlines()
    assert len(lines) == len(declared().purposes) + 1
    assert "minimum-living\t未开启" in found()


def test_programs_get_the_whole_register(cast):
    with time_machine.travel(AT, tick=False):
        open_purpose("minimum-living", cast)
        rows = {row["code"]: row for row in json.loads(found("--json"))["purposes"]}
    assert rows["minimum-living"]["open"]
    assert rows["minimum-living"]["assessment"]["review_by"] == "2027-11-16"
    assert (rows["register"]["basis"], rows["register"]["assessment"]) == ("legal-duty", None)
    assert not rows["disability-allowance"]["open"]
