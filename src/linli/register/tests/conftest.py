"""Fixtures of the import: a town with homes, and the command as it is run."""

import json

import pytest
from click.testing import CliRunner

from linli.core.installation import set_installation
from linli.places.testing import make_town
from linli.register.cli_import import import_residents
from linli.register.tests.importing import AREA, make_homes
from linli.staff.testing import DISTRICT, Cast


@pytest.fixture
def housed_town(cast: Cast):
    """The town of the cast with a few buildings of flats."""
    make_town()
    make_homes()
    set_installation(name="松门区", root_code=DISTRICT, is_demo=False)
    return cast


@pytest.fixture
def run(housed_town, tmp_path):
    """Run `linli register import --json`: exit code and what it told."""

    def ran(path, *options):
        errors = ["--errors", str(tmp_path / "back.xlsx")]
        told = CliRunner().invoke(import_residents, [str(path), "--area", AREA, *errors, "--json", *options])
        if told.exception and not isinstance(told.exception, SystemExit):
            raise told.exception
        return told.exit_code, json.loads(told.stdout)

    return ran
