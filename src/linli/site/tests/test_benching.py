"""`linli bench`: a table of budgets, an exit code that tells, and a sentence where the programs are not there."""

import io
import json
from importlib import import_module

import pytest
from benchmarks import __main__ as programs
from click.testing import CliRunner
from rich.console import Console

from linli.site import benching

GOOD = {"name": "file a case", "budget": 6.0, "measured": 3.5, "unit": "CPU-ms", "ok": True, "note": "load 2.0"}
MISSED = {**GOOD, "name": "list", "measured": 12_345.6, "ok": False}
TOLD = {**GOOD, "name": "locate", "budget": None, "unit": "/s"}


def bench(monkeypatch: pytest.MonkeyPatch, *rows, args=("file",)):
    monkeypatch.setattr(benching, "_measured", lambda asked: iter(rows))
    return CliRunner().invoke(benching.bench, args)


def test_the_table_sets_figures_beside_their_budgets():
    console = Console(width=120, record=True, file=io.StringIO())
    console.print(benching.table_of([GOOD, MISSED, TOLD]))
    good, missed, told = (line for line in console.export_text().splitlines() if "CPU-ms" in line or "/s" in line)
    assert "✓" in good
    assert "3.5" in good
    assert "✗" in missed
    assert "1.235e+04" in missed
    assert "–" in told


def test_ways_of_doing_the_same_stand_side_by_side_in_a_table_of_their_own():
    lines = [
        {"table": "drawing", "cells": {"way": "ours", "max %": "7.0"}, "ok": True},
        {"table": "drawing", "cells": {"way": "gerrychain", "note": "not installed"}, "ok": True},
    ]
    console = Console(width=120, record=True, file=io.StringIO())
    for table in benching.tables_of([GOOD, *lines]):
        console.print(table)
    text = console.export_text()
    assert [word in text for word in ("3.5", "max %", "7.0", "not installed")] == [True] * 4
    assert len(list(benching.tables_of(lines))) == 1


def test_a_wide_table_loses_no_figure_on_a_narrow_screen(monkeypatch: pytest.MonkeyPatch):
    cells = {f"figure {number}": f"{number}.123456" for number in range(30)}
    output = bench(monkeypatch, {"table": "drawing", "cells": cells, "ok": True}).output
    assert [f"{number}.123456" in output for number in range(30)] == [True] * 30


def test_a_missed_budget_is_exit_code_one(monkeypatch: pytest.MonkeyPatch):
    assert bench(monkeypatch, GOOD, TOLD).exit_code == 0
    assert bench(monkeypatch, GOOD, MISSED).exit_code == 1


def test_json_is_one_list(monkeypatch: pytest.MonkeyPatch):
    assert json.loads(bench(monkeypatch, GOOD, args=("file", "--json")).output) == [GOOD]


def test_an_unknown_name_is_wrong_use(monkeypatch: pytest.MonkeyPatch):
    assert bench(monkeypatch, args=("everything",)).exit_code == 2


def test_without_the_source_tree_it_says_where_the_programs_are(monkeypatch: pytest.MonkeyPatch, tmp_path):
    monkeypatch.setattr(benching, "ROOT", tmp_path)
    failed = CliRunner().invoke(benching.bench, ["locate"])
    assert isinstance(failed.exception, benching.ProgramsMissing)
    assert "make bench" in str(failed.exception)


def test_the_benchmarks_have_a_database_of_their_own():
    assert (
        benching.bench_database("postgresql://l@127.0.0.1:5432/linli?a=b")
        == "postgresql://l@127.0.0.1:5432/linli_bench?a=b"
    )


def test_every_name_is_a_program():
    known = {**programs.PROGRAMS, **{name: programs.PROGRAMS[now] for name, now in programs.OTHERWISE.items()}}
    assert set(benching.NAMES) == set(known)
    for module, _asks_cases in known.values():
        assert callable(import_module(f"benchmarks.{module}").run)
