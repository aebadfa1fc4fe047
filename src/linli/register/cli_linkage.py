"""`linli register reconcile`, `duplicates` and `linkage`: hold a list against the register, from the command line."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table as Screen

from linli.core.ids import new_id
from linli.core.installation import installation
from linli.core.tables import read_table
from linli.register.actions.linking import (
    NewLinkage,
    close_reconciliation,
    keep_export,
    start_duplicates,
    start_reconciliation,
)
from linli.register.actions.linking_running import run_reconciliation, weigh_only
from linli.register.exports.linkage import write_results
from linli.register.linking.columns import read_columns
from linli.register.models import LinkageJob
from linli.register.queries.linkages import jobs_visible_to
from linli.register.queries.naming_linkage import STATE_WORDS, STEP_WORDS
from linli.register.queries.purposes import Use, purpose_for
from linli.register.rules.linking import WITHIN_PURPOSE, Against, JobState
from linli.staff.rules import SYSTEM, Command

screen = Console()


@click.command(help=_("把部门的名单与登记比对；只为一个目的，判断由人在工作台作出。"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--purpose", required=True, help=_("目的的编码"))
@click.option("--area", default="", help=_("与哪里的登记比对；不写则为整个辖区"))
@click.option("--basis", default="", help=_("依据；不写则为目的所列的法律"))
@click.option("--map", "pairs", multiple=True, metavar="COL=FIELD", help=_("哪一列是哪个字段；不写则按常用列名识别"))
@click.option(
    "--against", type=click.Choice([one.value for one in Against]), default="both", help=_("哪种判断可能对本人不利")
)
@click.option("--dry-run", is_flag=True, help=_("只比对、只告诉数量，不写入"))
@click.option("-o", "target", type=click.Path(path_type=Path, dir_okay=False, writable=True), help=_("结果写到 Excel"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def reconcile(  # noqa: PLR0913 click gives every option as an argument
    file: Path,
    purpose: str,
    area: str,
    basis: str,
    pairs: tuple[str, ...],
    against: str,
    dry_run: bool,  # noqa: FBT001 click
    target: Path | None,
    as_json: bool,  # noqa: FBT001 click
) -> None:
    """Hold a department's list against the register."""
    table = read_table(file)
    columns = read_columns(table.columns, pairs)
    declared = purpose_for(purpose, use=Use.LINKING)
    wanted = NewLinkage(
        area or installation().root_code, file.stem[:80], purpose, basis or declared.law, against=Against(against)
    )
    rows = list(table.rows)
    if dry_run:
        _tell(weigh_only(wanted, rows, columns, command=_command(), progress=_progress(as_json)), as_json)
        return
    job = start_reconciliation(wanted, rows, columns, command=_command())
    _run(job, as_json, target)


@click.command(help=_("在登记内部查找重复的人；合并由人在工作台决定。"))
@click.option("--area", default="", help=_("在哪里查找；不写则为整个辖区"))
@click.option("--basis", default="", help=_("依据；不写则为目的所列的法律"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def duplicates(area: str, basis: str, as_json: bool) -> None:  # noqa: FBT001 click
    """Find records that are there twice."""
    declared = purpose_for(WITHIN_PURPOSE, use=Use.LINKING)
    where = area or installation().root_code
    wanted = NewLinkage(where, str(declared.name), WITHIN_PURPOSE, basis or declared.law, against=Against.NONE)
    _run(start_duplicates(wanted, command=_command()), as_json, None)


@click.group(help=_("比对的清单和销毁。"))
def linkage() -> None:
    """Gather the commands about reconciliations that are there."""


@linkage.command("list", help=_("列出比对。"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def list_jobs(as_json: bool) -> None:  # noqa: FBT001 click
    """List the reconciliations."""
    jobs = list(jobs_visible_to(SYSTEM))
    if as_json:
        click.echo(json.dumps([_plain(job) for job in jobs], ensure_ascii=False))
        return
    told = Screen(_("名称"), _("目的"), _("状态"), _("行数"), _("最迟销毁"))
    told.add_column(_("编号"), overflow="fold")
    for job in jobs:
        state = str(STATE_WORDS.get(job.state, job.state))
        told.add_row(job.title, job.purpose_code, state, str(job.rows), str(job.destroy_by), str(job.pk))
    screen.print(told)


@linkage.command(help=_("结束一项比对：名单、配对和判断都销毁。"))
@click.argument("job_id", type=click.UUID)
def close(job_id: UUID) -> None:
    """End a reconciliation and destroy its copy."""
    close_reconciliation(job_id, command=_command())
    click.echo(_("已销毁。"))


def _run(job: LinkageJob, as_json: bool, target: Path | None) -> None:  # noqa: FBT001 as click gave it
    done = run_reconciliation(job.pk, progress=_progress(as_json)) or job
    if done.state == JobState.FAILED:
        click.echo(done.trouble, err=True)
        sys.exit(1)
    if target is not None:
        with target.open("wb") as file:
            told = write_results(done, file)
        keep_export(done, told, command=_command())
    _tell(_plain(done), as_json)


def _tell(found: dict[str, object], as_json: bool) -> None:  # noqa: FBT001 as click gave it
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    names = {
        "id": _("编号"), "rows": _("名单行数"), "people": _("比对的登记人数"), "certain": _("把握大"), "review": _("待核"),
        "not_found": _("没有找到"), "destroy_by": _("最迟销毁"),
    }  # fmt: skip
    told = Screen(show_header=False)
    for name, word in names.items():
        if name in found:
            told.add_row(word, str(found[name]))
    screen.print(told)
    screen.print(_("是不是同一人，请在工作台“数据比对”里逐对判断；没有找到不说明有问题。"), markup=False)


def _plain(job: LinkageJob) -> dict[str, object]:
    told = {
        "id": str(job.pk),
        "title": job.title,
        "purpose": job.purpose_code,
        "area": job.area_code,
        "state": job.state,
    }
    return told | {"rows": job.rows, "destroy_by": str(job.destroy_by), **job.counts}


def _progress(quiet: bool) -> Callable[[str], None]:  # noqa: FBT001 as click gave it
    return lambda step: None if quiet else screen.print(str(STEP_WORDS.get(step, step)), markup=False)


def _command() -> Command:
    return Command(new_id(), SYSTEM, timezone.now())
