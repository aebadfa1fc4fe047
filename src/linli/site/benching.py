"""`linli bench`: measure this checkout over an installation of its own, and print budgets beside figures."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import click
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rich.box import SIMPLE
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

from linli.core.errors import Unavailable
from linli.site import environment

ROOT = Path(__file__).resolve().parents[3]
NAMES = (
    "locate", "clocks", "triage", "file", "list", "detail", "transition", "step", "import", "sweep", "sync", "start", "repeats",
    "boston", "residents", "addresses", "rolls", "link", "link-public", "query", "snapshot", "pull",
    "grids",
)  # fmt: skip
CASES = RESIDENTS = 1_000_000
CITIES = "S,M,A"
_WIDEST = 400
_MARKS = {True: "[green]✓[/]", False: "[red]✗[/]"}

Row = dict[str, Any]  # Any: one line of JSON
screen = Console()


class ProgramsMissing(Unavailable):
    """The benchmark programs are part of the source tree only."""

    code = "site.bench-programs-missing"
    text = gettext_lazy("测速程序不随安装包提供，请在源代码目录里运行：git clone 之后执行 make bench。")


class MeasuringStopped(Unavailable):
    """A benchmark ended before its figures."""

    code = "site.bench-stopped"
    text = gettext_lazy("测速没有完成，原因见上文。")


@click.command(help=gettext_lazy("测速：用单独的一套数据，列出预算与实测（各取多次的中位数）。"))
@click.argument("names", nargs=-1, type=click.Choice(NAMES))
@click.option("--repeats", type=click.IntRange(1, 50), default=5, show_default=True, help=gettext_lazy("每项测几次"))
@click.option(
    "--clients", type=click.IntRange(1, 64), default=8, show_default=True, help=gettext_lazy("同时访问的客户端数")
)
@click.option(
    "--residents",
    type=click.IntRange(60),
    default=RESIDENTS,
    show_default=True,
    help=gettext_lazy("按多少居民的城区划网格"),
)
@click.option("--cases", type=click.IntRange(1_000), default=CASES, show_default=True, help=gettext_lazy("库中案卷数"))
@click.option("--cities", default=CITIES, show_default=True, help=gettext_lazy("grids：划分哪些城市（S、M、A、L）"))
@click.option("--keep/--no-keep", default=True, show_default=True, help=gettext_lazy("保留测速数据，下次直接使用"))
@click.option("--json", "as_json", is_flag=True, help=gettext_lazy("输出 JSON"))
def bench(  # noqa: PLR0913 click gives every option as an argument
    names: tuple[str, ...],
    repeats: int,
    clients: int,
    residents: int,
    cases: int,
    cities: str,
    keep: bool,  # noqa: FBT001 click
    as_json: bool,  # noqa: FBT001 click
) -> None:
    """Run the programs of `benchmarks/` and print what they measured; 1 when a budget was missed."""
    asked = {
        "names": list(dict.fromkeys(names)), "repeats": repeats, "clients": clients, "residents": residents, "cases": cases,
        "cities": cities,
    }  # fmt: skip
    try:
        rows = list(_measured(asked))
    finally:
        if not keep:
            _drop()
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
    else:
        for table in tables_of(rows):
            _print_whole(table)
    sys.exit(0 if all(row["ok"] for row in rows) else 1)


def tables_of(rows: list[Row]) -> Iterator[Table]:
    """Lay out what was set against budgets, then each wide table in which several ways stand side by side."""
    lines = [row for row in rows if "cells" in row]
    if judged := [row for row in rows if "cells" not in row]:
        yield table_of(judged)
    for title in dict.fromkeys(line["table"] for line in lines):
        yield _side_by_side(title, [line["cells"] for line in lines if line["table"] == title])


def table_of(rows: list[Row]) -> Table:
    """Lay the figures out beside their budgets."""
    table = Table(_("项目"), _("预算"), _("实测"), _("单位"), "", _("说明"))
    for row in rows:
        budget = "–" if row["budget"] is None else f"{row['budget']:,g}"
        mark = "" if row["budget"] is None else _MARKS[bool(row["ok"])]
        table.add_row(row["name"], budget, f"{row['measured']:,.4g}", row["unit"], mark, row.get("note", ""))
    return table


def _print_whole(table: Table) -> None:
    """Print a table at its own width: a narrow screen wraps lines, but loses no figure."""
    wide = Console(width=_WIDEST)
    needed = Measurement.get(wide, wide.options, table).maximum
    Console(width=max(needed, screen.width)).print(table)


def _side_by_side(title: str, cells: list[Row]) -> Table:
    heads = list(dict.fromkeys(head for line in cells for head in line))
    table = Table(*heads, title=title, box=SIMPLE)
    for line in cells:
        table.add_row(*(str(line.get(head, "")) for head in heads))
    return table


def bench_database(url: str) -> str:
    """Name the database of the benchmarks beside the installation's own."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path}_bench"))


def _measured(asked: dict[str, object]) -> Iterator[Row]:
    """Run the programs in a process of their own: they work on another installation than this one."""
    if not (ROOT / "benchmarks" / "__main__.py").is_file():
        raise ProgramsMissing
    command = [sys.executable, "-m", "benchmarks", json.dumps(asked)]
    child = subprocess.Popen(command, cwd=ROOT, env=_surroundings(), stdout=subprocess.PIPE, text=True)  # noqa: S603 our own command
    try:
        for line in child.stdout or ():
            row = json.loads(line)
            yield row
    finally:
        if child.wait() != 0:
            raise MeasuringStopped


def _surroundings() -> dict[str, str]:
    """Point the programs at the benchmark installation, made beside this one when there is none."""
    source = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    known = {"LINLI_DATA": str(_folder()), "PYTHONPATH": source, "LINLI_DATABASE_URL": ""}
    if url := environment.DATABASE_URL.value():
        known["LINLI_DATABASE_URL"] = bench_database(url)
        _make_database(_database_name())
    return {**os.environ, **known}


def _folder() -> Path:
    folder: Path = settings.LINLI_DATA / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _database_name() -> str:
    return f"{connection.settings_dict['NAME']}_bench"


def _make_database(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select 1 from pg_database where datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f"create database {connection.ops.quote_name(name)}")


def _drop() -> None:
    """Remove the benchmark installation."""
    shutil.rmtree(_folder(), ignore_errors=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"drop database if exists {connection.ops.quote_name(_database_name())} with (force)")
