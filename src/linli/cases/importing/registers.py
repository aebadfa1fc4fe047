"""What the commands of components and of facilities share: taking in a file, printing what was found."""

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core.listing import listed
from linli.core.tables import Table
from linli.places.coordinates import Crs
from linli.places.importing.register_rows import TableOrder, TableReport, write_bad_rows
from linli.places.queries import ComponentFacts, FacilityFacts
from linli.places.readers.register_files import field_columns
from linli.staff import queries as staff

MOST_SHOWN = 10
JSON = click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))


@dataclass(frozen=True)
class Intake:
    """How one register is read and taken in."""

    read: Callable[[Path], Table]
    take: Callable[[Table, TableOrder], TableReport]
    fields: Mapping[str, tuple[str, ...]]


def import_command(intake: Intake, *, help: str) -> click.Command:
    """Make the command that takes a file in."""

    @click.command("import", help=help)
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option(
        "--map", "pairs", multiple=True, metavar="COL=FIELD", help=_("哪一列是哪个字段；不写则按常用列名识别")
    )
    @click.option("--crs", type=click.Choice([crs.value for crs in Crs]), default=Crs.CGCS2000.value, help=_("坐标系"))
    @click.option("--swap", is_flag=True, help=_("经度和纬度两列写反了，请对调"))
    @click.option("--allow-unknown-units", is_flag=True, help=_("没有登记过的单位留空，不算错误"))
    @click.option("--dry-run", is_flag=True, help=_("只检查，不写入"))
    @click.option(
        "--errors",
        "errors_file",
        type=click.Path(path_type=Path, dir_okay=False, writable=True),
        help=_("有问题的行写到哪个文件"),
    )
    @JSON
    def import_file(  # noqa: PLR0913 click gives every option as an argument
        *,
        file: Path,
        pairs: tuple[str, ...],
        crs: str,
        swap: bool,
        allow_unknown_units: bool,
        dry_run: bool,
        errors_file: Path | None,
        as_json: bool,
    ) -> None:
        """Take a file in."""
        table = intake.read(file)
        order = TableOrder(
            field_columns(pairs, present=table.columns, fields=intake.fields),
            _unit_code,
            "cli",
            timezone.now(),
            Crs(crs),
            swap=swap,
            leave_unknown_units=allow_unknown_units,
            dry_run=dry_run,
        )
        report = intake.take(table, order)
        target = errors_file or Path(f"{file.name.partition('.')[0]}.errors.csv")
        if report.bad:
            write_bad_rows(report, table.columns, target)
        for line in _lines(report, target, as_json=as_json, dry_run=dry_run):
            click.echo(line)
        sys.exit(1 if report.bad else 0)

    return import_file


def told(row: ComponentFacts | FacilityFacts, **more: object) -> dict[str, object]:
    """Give what is known of a thing as plain values, with more before it."""
    return more | {name: str(value) if isinstance(value, dt.date) else value for name, value in asdict(row).items()}


def print_rows(rows: list[dict[str, object]], *, as_json: bool) -> None:
    """Print rows as JSON, or one a line."""
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo("\t".join("" if value is None else str(value) for value in row.values()))


def _unit_code(said: str) -> str | None:
    unit = staff.known_unit(said)
    return unit.code if unit else None


def _lines(report: TableReport, target: Path, *, as_json: bool, dry_run: bool) -> Iterator[str]:
    counts = {
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "repeated": report.repeated,
        "bad": len(report.bad),
    }
    if as_json:
        facts = {**counts, "units_unknown": report.units_unknown, "gone": report.gone, "dry_run": dry_run}
        yield json.dumps(facts, ensure_ascii=False)
        return
    told = _("新增 %(added)s，更新 %(changed)s，未变 %(unchanged)s，重复 %(repeated)s，有问题 %(bad)s。") % counts
    yield told + (_("这次只检查，没有写入。") if dry_run else "")
    if report.units_unknown:
        yield _("没有登记过的单位：%(units)s") % {"units": listed(list(report.units_unknown)[:MOST_SHOWN])}
    if report.gone:
        names = [f"{name} {code}" for code, name in list(report.gone.items())[:MOST_SHOWN]]
        shown = listed([*names, *(["…"] if len(report.gone) > MOST_SHOWN else [])])
        said = _("同一来源已登记、这份文件里没有的 %(count)s 个，仍然保留，请核实：%(names)s")
        yield said % {"count": len(report.gone), "names": shown}
    for bad in report.bad[:MOST_SHOWN]:
        yield _("第 %(row)s 行：%(why)s") % {"row": bad.row.number, "why": bad.why}
    if report.bad:
        yield _("有问题的行已写到 %(file)s，改好后再导入这个文件。") % {"file": target}
