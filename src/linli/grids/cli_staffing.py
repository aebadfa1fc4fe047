"""`linli areas staffing` and `linli areas poster`: who answers for which grid, and its map on paper."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click
from django.utils.translation import gettext as _
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from linli.core.installation import installation
from linli.core.terminal import OutFile
from linli.grids.exports.staffing_texts import (
    POST_NAMES,
    UNKNOWN,
    Counted,
    grid_said,
    roles_said,
    span_said,
    stated_said,
    statement_name,
    uncounted_said,
    worker_said,
)
from linli.grids.exports.staffing_workbook import write_staffing
from linli.grids.queries.posters import poster_facts
from linli.grids.queries.staffing import Staffing, staffing
from linli.grids.rules.staffing import GridLine, Post, Span, WorkerLine
from linli.places import queries as places
from linli.places.cli import areas
from linli.staff.rules import SYSTEM

_FILE = OutFile()


@areas.command("staffing", help=_("核对网格人员：一格一员、空岗、一人多格、督导幅度、网格规模；有问题时退出码为 1。"))
@click.option("--area", "area_code", default="", metavar="CODE", help=_("区域代码；不写则为全域"))
@click.option("--all", "show_all", is_flag=True, help=_("也列出没有提示的网格和网格员"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
@click.option("-o", "--output", type=_FILE, help=_("写入 Excel 文件"))
def staffing_command(*, area_code: str, show_all: bool, as_json: bool, output: Path | None) -> None:
    """Check how the grids of an area are staffed, and whether they are of a fit size."""
    found = staffing(SYSTEM, area_code or installation().root_code)
    if output:
        with output.open("wb") as file:
            write_staffing(found, file)
    if as_json:
        click.echo(json.dumps(_plain(found), ensure_ascii=False))
    else:
        _show(found, show_all=show_all)
    sys.exit(1 if found.has_findings else 0)


@areas.command("poster", help=_("把一个社区（每格一页）或一个网格的地图写成 A3 PDF，含道路名称、网格员和工作电话。"))
@click.option("--area", "area_code", required=True, metavar="CODE", help=_("社区或网格的代码"))
@click.option("-o", "--output", required=True, type=_FILE, help=_("写到这个文件"))
def poster_command(*, area_code: str, output: Path) -> None:
    """Write the maps of a community's grids, or of one grid, as a PDF in A3."""
    from linli.grids.exports.poster import write_poster  # noqa: PLC0415 PDF, for this command alone

    facts = poster_facts(SYSTEM, area_code)
    content = write_poster(facts)
    output.write_bytes(content)
    pages = len(facts.grids) + (len(facts.grids) > 1)
    told = _("已写好：%(file)s，%(pages)s 页（%(size).1f MB）")
    click.echo(told % {"file": output, "pages": pages, "size": len(content) / 1e6})
    if not all(one.url for one in facts.grids):
        click.echo(_("没有设置 LINLI_SITE_URL，图上不印二维码。"), err=True)


def _show(found: Staffing, *, show_all: bool) -> None:
    screen = Console()
    words = {
        "area": found.area_name, "grids": len(found.grids), "vacant": found.vacant, "many": found.stretched,
        "sizes": found.off_size, "spans": found.off_span,
    }  # fmt: skip
    said = _("%(area)s：%(grids)s 个网格，空岗 %(vacant)s，一人多格 %(many)s，规模不符 %(sizes)s，督导不符 %(spans)s。")
    screen.print(escape(said % words))
    if found.uncounted:
        screen.print(escape(uncounted_said(found.uncounted)), style="yellow", soft_wrap=True)
    grids = [one for one in found.grids if show_all or one.misses or one.headless or one.post is not Post.FILLED]
    head = (_("网格"), _("网格员"), _("户数"), _("人数"), _("工作量"), _("等级"), _("提示"))
    _table(screen, _("网格"), head, map(_grid, grids))
    workers = [one for one in found.workers if show_all or one.other_roles or worker_said(one)]
    _table(screen, _("网格员"), (_("网格员"), _("网格"), _("工作量"), _("兼任"), _("提示")), map(_worker, workers))
    spans = [one for one in found.communities if show_all or one.span is not Span.FITS]
    lines = (
        (places.area_name(one.code), one.grids, "、".join(one.supervisors), span_said(one, found.rule)) for one in spans
    )
    _table(screen, _("督导"), (_("社区"), _("基础网格"), _("督导人员"), _("每人网格")), lines)
    stated = (
        (statement_name(one), stated_said(wrong)) for one, disagreements in found.stated for wrong in disagreements
    )
    _table(screen, _("上报数字核对"), (_("材料"), _("提示")), stated)


def _grid(line: GridLine) -> tuple[object, ...]:
    one = line.counts
    suggested = line.suggested_grade if line.suggested_grade not in ("", one.grade) else ""
    grade = (
        _("%(grade)s，建议 %(suggested)s") % {"grade": one.grade, "suggested": suggested} if suggested else one.grade
    )
    found = [] if line.post is Post.FILLED else [str(POST_NAMES[line.post])]
    said = "；".join(found + grid_said(line))
    name = f"{one.name} {one.code}"
    figures = (one.households, one.people, round(one.workload)) if one.is_counted else (UNKNOWN,) * 3
    return name, "、".join(line.workers), *figures, grade, said


def _worker(line: WorkerLine) -> tuple[object, ...]:
    names = "、".join(map(places.area_name, line.grids))
    load = round(line.workload) if line.is_counted else UNKNOWN
    return line.name, names, load, roles_said(line.other_roles), "；".join(worker_said(line))


def _table(screen: Console, title: str, head: Iterable[str], rows: Iterable[tuple[object, ...]]) -> None:
    table = Table(title=title, padding=0)
    for name in head:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(escape(str(cell)) for cell in row))
    if table.row_count:
        screen.print(table)


def _plain(found: Staffing) -> dict[str, object]:
    """Give the check as plain values: names of workers stand with their posts, nothing of residents but counts."""
    return {
        "area": found.area_code,
        "name": found.area_name,
        "vacant": found.vacant,
        "several_grids": found.stretched,
        "off_size": found.off_size,
        "off_span": found.off_span,
        "uncounted": list(found.uncounted),
        "grids": [
            {
                "code": one.counts.code, "name": one.counts.name, "kind": one.counts.kind, "post": one.post.value,
                "workers": list(one.workers), "households": _known(one.counts.households, one.counts),
                "people": _known(one.counts.people, one.counts),
                "workload": _known(round(one.counts.workload), one.counts), "grade": one.counts.grade,
                "suggested_grade": one.suggested_grade, "buildings_without_head": one.headless,
                "misses": [{"rule": miss.rule.code, "value": miss.value, "low": miss.low, "high": miss.high} for miss in one.misses],
            }
            for one in found.grids
        ],
        "workers": [
            {
                "name": one.name, "grids": list(one.grids), "other_roles": list(one.other_roles),
                "households": _known(one.households, one), "people": _known(one.people, one),
                "workload": _known(round(one.workload), one),
                "load": None if one.load is None else round(one.load, 2), "findings": worker_said(one),
            }
            for one in found.workers
        ],
        "communities": [
            {
                "code": one.code, "grids": one.grids, "supervisors": list(one.supervisors),
                "grids_each": one.grids_each, "span": one.span.value,
            }
            for one in found.communities
        ],
        "stated": [
            {"area": one.area_code, "source": one.source, "findings": [stated_said(wrong) for wrong in disagreements]}
            for one, disagreements in found.stated
        ],
    }  # fmt: skip


def _known(count: int, line: Counted) -> int | None:
    return count if line.is_counted else None
