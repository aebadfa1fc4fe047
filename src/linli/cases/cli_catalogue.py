"""`linli catalogue`: check, load, table."""

import json
import sys
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases.actions import load_catalogue
from linli.cases.catalogue import SHIPPED, Catalogue, CatalogueBroken, Problem, examine, kinds_table, load_directory

_DIRECTORY = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group(name="catalogue", help=_("类别目录：检查、载入、列表。"))
def catalogue() -> None:
    """The declared content: check, load, table."""


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
    kinds, problems = examine(directory or _own() or SHIPPED)
    if as_json:
        outcome = {"kinds": kinds, "problems": [str(problem) for problem in problems]}
        click.echo(json.dumps(outcome, ensure_ascii=False, indent=2))
    else:
        _show(problems)
        click.echo(_("%(kinds)s 个类别，%(problems)s 处问题。") % {"kinds": kinds, "problems": len(problems)})
    sys.exit(1 if problems else 0)


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


def _own() -> Path | None:
    return Path(settings.LINLI_CATALOGUE) if settings.LINLI_CATALOGUE else None


def _content() -> Catalogue:
    try:
        return load_directory(SHIPPED, overlay=_own())
    except CatalogueBroken as error:
        _show(error.problems)
        click.echo(str(error), err=True)
        sys.exit(1)


def _show(problems: list[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)
