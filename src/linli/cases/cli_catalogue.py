"""`linli catalogue`: check, load, draw, diff, table."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import click
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases.actions import load_catalogue
from linli.cases.catalogue import (
    SHIPPED,
    Catalogue,
    CatalogueBroken,
    Problem,
    kinds_table,
    load_changed,
    load_directory,
    look_over,
)
from linli.cases.catalogue.comparing import compare
from linli.cases.catalogue.drawing import write_svg
from linli.cases.picturing import as_plain, picture_of, said_lines
from linli.cases.queries.kinds import usual_lane
from linli.cases.queries.running_versions import effect_on_open_cases
from linli.core.xlsforms import check_form
from linli.register.catalogue import examine as examine_register

# What higher rooms declare: their folder, and what counts its entries and finds what is wrong. `site` fills it.
BESIDE: dict[str, Callable[[Path], tuple[int, list[Problem]]]] = {}
_DIRECTORY = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group(name="catalogue", help=_("类别目录：检查、载入、画图、比较、列表。"))
def catalogue() -> None:
    """The declared content: check, load, draw, diff, table."""


@catalogue.command(
    "check",
    help=_("检查一个目录；不写 DIR 则检查现用的目录。文件不全的，当作本市自己的目录，叠加在自带目录上检查。"),
)
@click.argument("directory", metavar="[DIR]", type=_DIRECTORY, required=False)
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def check_command(*, directory: Path | None, as_json: bool) -> None:
    """Check a catalogue directory; without DIR, the one this installation runs with.

    A directory that does not hold every file is checked as a city's own, laid over the shipped catalogue.
    """
    where = directory or _own() or SHIPPED
    found = look_over(where)
    entries, register_problems = examine_register(where)
    beside = {folder: examine(where) for folder, examine in BESIDE.items()}
    problems = [*found.problems, *register_problems, *(one for _count, more in beside.values() for one in more)]
    counts = {folder: count for folder, (count, _problems) in beside.items()}
    facts = {"kinds": found.kinds, "workflows": found.workflows, "register": entries, **counts}
    if as_json:
        click.echo(json.dumps(facts | {"problems": [str(one) for one in problems]}, ensure_ascii=False, indent=2))
    else:
        _show(problems)
        told = facts | {"problems": len(problems)}
        for folder, count in counts.items():
            click.echo(_("%(folder)s/：%(count)s 项。") % {"folder": folder, "count": count})
        click.echo(
            _(
                "%(kinds)s 个类别，%(workflows)s 个流程，%(register)s 项登记目录（目的、项目、告知书等），%(problems)s 处问题。"
            )
            % told
        )
    sys.exit(1 if problems else 0)


@catalogue.command("draw", help=_("把一个流程（或一类事项的流程）画成 SVG 图。"))
@click.argument("code", metavar="KIND|WORKFLOW")
@click.option(
    "-o", "--output", "file", type=click.Path(dir_okay=False, path_type=Path), help=_("写到这个文件；不写则打印")
)
def draw_command(*, code: str, file: Path | None) -> None:
    """Draw a workflow, or that of a kind with the kind's limits, as SVG."""
    content = _content()
    kind = content.kinds.get(code)
    workflow = content.workflows.get(usual_lane(kind) if kind else code)
    if workflow is None:
        click.echo(_("没有“%(code)s”这个类别或流程。") % {"code": code}, err=True)
        sys.exit(1)
    svg = write_svg(picture_of(workflow, kind))
    if file is None:
        click.echo(svg, nl=False)
    else:
        file.write_text(svg, encoding="utf-8")
        click.echo(_("已画好：%(file)s") % {"file": file})


@catalogue.command("diff", help=_("目录若改成 DIR 那样，会改变什么，对在办案卷有什么影响。"))
@click.argument("directory", metavar="DIR", type=_DIRECTORY)
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def diff_command(*, directory: Path, as_json: bool) -> None:
    """Say what a changed catalogue would do: kinds and workflows added, removed, changed, and what it means for open cases."""
    before = _content()
    try:
        after = load_changed(directory)
    except CatalogueBroken as error:
        _refuse(error)
    comparison = compare(before, after)
    effect = effect_on_open_cases(comparison, after)
    if as_json:
        click.echo(json.dumps(as_plain(comparison, effect), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(said_lines(comparison, effect)))


@catalogue.command("load", help=_("记下现行类别的版本，使办理中的案卷找得到立案时的版本。"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def load_command(*, as_json: bool) -> None:
    """Keep the versions of the kinds in force, so that running cases find the one they began under."""
    content = _content()
    loaded = load_catalogue(content, at=timezone.now())
    if as_json:
        workflows = {"workflows": len(content.workflows), "new_workflows": loaded.new_workflows}
        click.echo(json.dumps({"kinds": len(content.kinds), "new": loaded.new_kinds, **workflows}))
    else:
        click.echo(
            _(
                "目录已载入：%(kinds)s 个类别，其中 %(new)s 个是新的或有改动；%(workflows)s 个流程，其中 %(new_workflows)s 个是新的或有改动。"
            )
            % {
                "kinds": len(content.kinds),
                "new": loaded.new_kinds,
                "workflows": len(content.workflows),
                "new_workflows": loaded.new_workflows,
            }
        )


@catalogue.command("table", help=_("以 Markdown 打印现行类别的参考页。"))
def table_command() -> None:
    """Print the reference page of the kinds in force, as Markdown."""
    click.echo(kinds_table(_content()), nl=False)


@catalogue.command("check-form", help=_("检查一张 XLSForm 表单：收集了邻里不保存的信息的，指出工作表和行。"))
@click.argument("file", metavar="FORM.xlsx", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def check_form_command(*, file: Path, as_json: bool) -> None:
    """Check what an XLSForm asks for; what is never held is refused, naming sheet and row."""
    rows, refused = check_form(file)
    if as_json:
        told = [
            {"sheet": one.said.sheet, "row": one.said.row, "column": one.said.column, "text": one.said.text, "reason": one.reason}
            for one in refused
        ]  # fmt: skip
        click.echo(json.dumps({"rows": rows, "refused": told}, ensure_ascii=False))
    else:
        for one in refused:
            click.echo(str(one), err=True)
        click.echo(_("%(rows)s 行，%(refused)s 处不能收集。") % {"rows": rows, "refused": len(refused)})
    sys.exit(1 if refused else 0)


def _own() -> Path | None:
    return Path(settings.LINLI_CATALOGUE) if settings.LINLI_CATALOGUE else None


def _content() -> Catalogue:
    try:
        return load_directory(SHIPPED, overlay=_own())
    except CatalogueBroken as error:
        _refuse(error)


def _refuse(error: CatalogueBroken) -> NoReturn:
    _show(error.problems)
    click.echo(str(error), err=True)
    sys.exit(1)


def _show(problems: list[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)
