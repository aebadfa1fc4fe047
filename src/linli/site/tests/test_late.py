"""What starts quickly: commands load what they need, not what the others need."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.utils import translation

import linli as package
from linli.site.cli import linli
from linli.site.late import Late, loaded

# A tenth of a second and more each, or what most commands never touch.
HEAVY = {
    "PIL", "apprise", "docx", "duckdb", "granian", "highspy", "jieba", "lxml", "numba", "numpy", "openpyxl", "osmium", "psycopg",
    "pyarrow", "pymetis", "pypinyin", "pyvrp", "pyxform", "rapidfuzz", "reportlab", "scipy", "shapely", "sklearn", "splink",
}  # fmt: skip
# Where places are found, spreadsheets read and photos checked; a page or a task of every room stands on these.
OF_THE_SITE = {"PIL", "lxml", "numpy", "openpyxl", "rapidfuzz", "shapely"}
LATE = [pytest.param(one, id=str(one.name)) for one in linli.commands.values()]


def packages_after(program: str, directory: Path) -> set[str]:
    """Run lines in a process of their own, and give the packages it loaded."""
    known = {**os.environ, "DJANGO_SETTINGS_MODULE": "linli.site.settings", "LINLI_DATA": str(directory)}
    known["PYTHONPATH"] = str(Path(package.__file__).resolve().parents[1])
    known.pop("LINLI_DATABASE_URL", None)
    telling = "\nimport sys; print('|', *{name.split('.')[0] for name in sys.modules})"
    command = [sys.executable, "-c", program + telling]
    said = subprocess.run(command, env=known, capture_output=True, text=True, timeout=120, check=True).stdout
    return set(said.rpartition("|")[2].split())


@pytest.mark.parametrize(
    "program",
    [
        "from linli.site.cli import linli; linli(['--help'], standalone_mode=False)",
        *(
            f"from linli.site.cli import linli; from linli.site.late import loaded; loaded(linli.commands['{name}'])"
            for name in ("staff", "serve", "work")
        ),
    ],
    ids=["linli --help", "staff", "serve", "work"],
)
def test_a_command_that_needs_no_heavy_library_loads_none(program, tmp_path):
    found = packages_after(program, tmp_path)
    assert "linli" in found
    assert found & HEAVY == set()


@pytest.mark.parametrize("module", ["linli.site.urls", "linli.site.working"])
def test_the_server_and_its_worker_start_without_what_few_pages_and_tasks_need(module, tmp_path):
    found = packages_after(f"import django; django.setup(); import {module}", tmp_path)
    assert found & (HEAVY - OF_THE_SITE) == set()


@pytest.mark.parametrize("late", LATE)
def test_the_list_of_commands_says_of_each_what_its_own_help_says(late):
    command = loaded(late)
    assert (type(late), command.name) == (Late, late.name)
    assert command.get_short_help_str(limit=1_000) == late.get_short_help_str(limit=1_000)


@pytest.mark.django_db
def test_a_command_is_called_with_what_was_written_after_its_name():
    answer = CliRunner().invoke(linli, ["cases", "show", "--help"])
    assert answer.exit_code == 0
    assert "Usage: linli cases show [OPTIONS]" in answer.output
    assert CliRunner().invoke(linli, ["cases", "dance"]).exit_code == 2


def test_a_command_that_is_loaded_late_speaks_the_language_of_the_installation(monkeypatch):
    late = linli.commands["rounds"]
    monkeypatch.delitem(sys.modules, late.module, raising=False)
    with translation.override("en"):
        command = loaded(late)
        assert translation.gettext(late.help) != late.help
    assert (settings.LANGUAGE_CODE, command.help) == ("zh-hans", late.help)
