"""What every benchmark takes and gives back."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """How hard to measure: repeats, clients, seconds of one run, how many cases are stored, which cities are drawn."""

    repeats: int = 5
    clients: int = 8
    seconds: float = 6.0
    cases: int = 1_000_000
    residents: int = 1_000_000
    cities: str = "S,M,A"
    root: Path = field(default_factory=lambda: Path(__file__).resolve().parent.parent)


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, against which budget."""

    name: str
    budget: float | None
    measured: float
    unit: str
    ok: bool
    note: str = ""

    @property
    def plain(self) -> dict[str, object]:
        """The row as JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Line:
    """One line of a wide table of its own, where several ways stand side by side: without a budget."""

    table: str
    cells: Mapping[str, object]

    @property
    def plain(self) -> dict[str, object]:
        """The line as JSON."""
        return {"table": self.table, "cells": dict(self.cells), "ok": True}


def at_most(name: str, budget: float, measured: float, unit: str, *, note: str = "") -> Row:
    """Make a row that is good when no more than the budget was measured."""
    return Row(name, budget, round(measured, 3), unit, measured <= budget, note)


def at_least(name: str, budget: float, measured: float, unit: str, *, note: str = "") -> Row:
    """Make a row that is good when no less than the budget was measured."""
    return Row(name, budget, round(measured, 3), unit, measured >= budget, note)


def told(name: str, measured: float, unit: str, *, note: str = "") -> Row:
    """Make a row that has no budget."""
    return Row(name, None, round(measured, 3), unit, ok=True, note=note)
