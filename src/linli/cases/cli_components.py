"""`linli components`: take in the register of components, list it, find what is near a point."""

import datetime as dt
import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core.listing import listed
from linli.places import queries as places
from linli.places.coordinates import Crs
from linli.places.importing.components import ComponentOrder, ComponentReport, import_components, write_bad_rows
from linli.places.queries import ComponentFacts, ComponentFilter
from linli.places.readers.components import field_columns, read_components
from linli.places.rules import ComponentState
from linli.staff import queries as staff

MOST_SHOWN = 10
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_JSON = click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
_CLASS = click.option("--class", "class_code", default="", help=_("只看这个小类，例如 0101"))


@click.group(help=_("部件（井盖、路灯、树木……）：导入、列表、查附近的部件。"))
def components() -> None:
    """Gather the commands about components."""


@components.command(
    "import", help=_("从 CSV、Excel 或 GeoJSON 导入部件；同一编码不会有两个，内容变了就更新并留下记录。")
)
@click.argument("file", type=_FILE)
@click.option("--map", "pairs", multiple=True, metavar="COL=FIELD", help=_("哪一列是哪个字段；不写则按常用列名识别"))
@click.option("--crs", type=click.Choice([crs.value for crs in Crs]), default=Crs.CGCS2000.value, help=_("坐标系"))
@click.option("--allow-unknown-units", is_flag=True, help=_("没有登记过的单位留空，不算错误"))
@click.option("--dry-run", is_flag=True, help=_("只检查，不写入"))
@click.option(
    "--errors",
    "errors_file",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    help=_("有问题的行写到哪个文件"),
)
@_JSON
def import_file(  # noqa: PLR0913 click gives every option as an argument
    *,
    file: Path,
    pairs: tuple[str, ...],
    crs: str,
    allow_unknown_units: bool,
    dry_run: bool,
    errors_file: Path | None,
    as_json: bool,
) -> None:
    """Import components."""
    table = read_components(file)
    order = ComponentOrder(
        field_columns(pairs, present=table.columns),
        _unit_code,
        "cli",
        timezone.now(),
        Crs(crs),
        leave_unknown_units=allow_unknown_units,
        dry_run=dry_run,
    )
    report = import_components(table, order)
    target = errors_file or Path(f"{file.name.partition('.')[0]}.errors.csv")
    if report.bad:
        write_bad_rows(report, table.columns, target)
    _tell(report, target, as_json=as_json, dry_run=dry_run)
    sys.exit(1 if report.bad else 0)


@components.command("list", help=_("列出部件。"))
@click.option("--area", "area_code", default="", help=_("只列这个区域编码及以下的部件"))
@_CLASS
@click.option("--state", type=click.Choice([state.value for state in ComponentState]), help=_("只列这种状态的"))
@click.option("--unit", "unit_code", default="", help=_("只列由这个单位主管、权属或养护的"))
@click.option("--limit", default=1_000, show_default=True, help=_("最多列出多少个"))
@_JSON
def list_components(
    *, area_code: str, class_code: str, state: str | None, unit_code: str, limit: int, as_json: bool
) -> None:
    """List components."""
    asked = ComponentFilter((area_code,), class_code, state or "", unit_code)
    rows = [ComponentFacts.of(row) for row in places.listed_components(asked)[:limit]]
    _print([_plain(row) for row in rows], as_json=as_json)


@components.command("near", help=_("列出离一个点最近的部件。"))
@click.argument("lon", type=float)
@click.argument("lat", type=float)
@_CLASS
@click.option("--within", "within_m", default=places.NEAR_M, show_default=True, help=_("多少米以内"))
@click.option("--limit", default=5, show_default=True, help=_("最多列出多少个"))
@_JSON
def near(*, lon: float, lat: float, class_code: str, within_m: float, limit: int, as_json: bool) -> None:
    """List the components nearest to a point."""
    found = places.components_near(lon, lat, class_code=class_code, within_m=within_m, most=limit)
    _print([{"metres": round(one.distance_m, 1), **_plain(one.component)} for one in found], as_json=as_json)


def _unit_code(said: str) -> str | None:
    unit = staff.known_unit(said)
    return unit.code if unit else None


def _tell(report: ComponentReport, target: Path, *, as_json: bool, dry_run: bool) -> None:
    counts = {
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "repeated": report.repeated,
        "bad": len(report.bad),
    }
    if as_json:
        click.echo(
            json.dumps({**counts, "units_unknown": report.units_unknown, "dry_run": dry_run}, ensure_ascii=False)
        )
        return
    told = _("新增 %(added)s，更新 %(changed)s，未变 %(unchanged)s，重复 %(repeated)s，有问题 %(bad)s。") % counts
    click.echo(told + (_("这次只检查，没有写入。") if dry_run else ""))
    if report.units_unknown:
        click.echo(_("没有登记过的单位：%(units)s") % {"units": listed(list(report.units_unknown)[:MOST_SHOWN])})
    for bad in report.bad[:MOST_SHOWN]:
        click.echo(_("第 %(row)s 行：%(why)s") % {"row": bad.row.number, "why": bad.why})
    if report.bad:
        click.echo(_("有问题的行已写到 %(file)s，改好后再导入这个文件。") % {"file": target})


def _plain(row: ComponentFacts) -> dict[str, object]:
    return {name: str(value) if isinstance(value, dt.date) else value for name, value in asdict(row).items()}


def _print(rows: list[dict[str, object]], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo("\t".join(str(value) for value in row.values()))
