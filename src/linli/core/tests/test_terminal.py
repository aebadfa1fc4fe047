"""Files to write are checked before the work; what a library in C prints does not mix with what the program says."""

import ctypes
import os

import click
import pytest
from click.testing import CliRunner
from rich.console import Console
from rich.table import Table

from linli.core.terminal import OutFile, only_our_words, whole


@click.command()
@click.option("-o", "--out", type=OutFile())
def _write(out):
    if out:
        out.write_text("fertig", encoding="utf-8")


def test_a_file_is_written(tmp_path):
    assert CliRunner().invoke(_write, ["-o", str(tmp_path / "plan.json")]).exit_code == 0
    assert (tmp_path / "plan.json").read_text(encoding="utf-8") == "fertig"


@pytest.mark.parametrize("place", ["missing/plan.json", "."])
def test_a_file_that_cannot_be_written_is_wrong_use(tmp_path, place):
    result = CliRunner().invoke(_write, ["-o", str(tmp_path / place)])
    assert result.exit_code == 2
    assert str(tmp_path) in result.stderr


def test_what_c_prints_is_left_out_and_what_we_print_is_kept(capfd):
    c = ctypes.CDLL(None)
    with only_our_words():
        c.puts(b"***noise")
        os.write(1, b"more noise")
    print("words", flush=True)  # noqa: T201 what a command says
    c.fflush(None)
    assert capfd.readouterr().out == "words\n"


def test_long_text_without_blanks_is_shown_whole():
    console = Console(width=30, record=True)
    table = Table("x", whole("说明"))
    table.add_row("1", "甲" * 60)
    with console.capture() as shown:
        console.print(table)
    assert shown.get().count("甲") == 60
