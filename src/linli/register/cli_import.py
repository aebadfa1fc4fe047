"""`linli register import`: people from a spreadsheet; broken off, it goes on where it stopped."""

import hashlib
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table as Screen

from linli.core.ids import new_id
from linli.core.installation import installation
from linli.core.tables import read_table
from linli.register import errors
from linli.register.actions.batches import BROKEN_OFF, NewImport, begin_import, open_import
from linli.register.actions.finding import check_source
from linli.register.actions.mappings import save_mapping
from linli.register.importing import ImportReport, Order, digest_of, look_over, read_columns
from linli.register.importing.running import carry_out
from linli.register.importing.sentences import WRONG_NAMES, sentences
from linli.register.importing.workbook import back_row, write_workbook
from linli.register.models import ImportBatch
from linli.register.queries.batches import BackRow, import_of_file, mapping_named, rows_back
from linli.register.rules.arriving import Wrong
from linli.staff.rules import SYSTEM, Command

MOST_SHOWN = 10
screen = Console()


@dataclass(frozen=True)
class Asked:
    """What the command line asks for."""

    file: Path
    area_code: str
    source: str
    columns: dict[str, str]
    present: tuple[str, ...]


@click.command("import", help=_("从 CSV 或 Excel 导入居民：逐行检查，正确的录入，有问题的退回改正；中断后可以继续。"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--area", "area_code", default="", metavar="CODE", help=_("导入到哪个区域；不写则是整个辖区"))
@click.option("--map", "pairs", multiple=True, metavar="COL=FIELD", help=_("哪一列是哪个字段；写 COL=- 则不导入这一列"))
@click.option("--mapping", "saved", default="", metavar="NAME", help=_("用保存过的列对应关系"))
@click.option("--save-mapping", "save_as", default="", metavar="NAME", help=_("把这次的列对应关系保存下来"))
@click.option("--source", default="import", show_default=True, help=_("资料来源的代码"))
@click.option("--dry-run", is_flag=True, help=_("只检查，不写入"))
@click.option(
    "--errors", "target", type=click.Path(path_type=Path, dir_okay=False), help=_("退回的行写到哪个 Excel 文件")
)
@click.option("--resume", is_flag=True, help=_("继续中断的导入"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def import_residents(  # noqa: PLR0913 click gives every option as an argument
    *,
    file: Path,
    area_code: str,
    pairs: tuple[str, ...],
    saved: str,
    save_as: str,
    source: str,
    dry_run: bool,
    target: Path | None,
    resume: bool,
    as_json: bool,
) -> None:
    """Import residents from a spreadsheet."""
    _check_use(target, dry_run=dry_run, resume=resume)
    area_code = area_code or installation().root_code
    check_source(source)
    present = read_table(file).columns
    kept = mapping_named(saved, area_code) if saved else None
    asked = Asked(file, area_code, source, read_columns(present, pairs=pairs, saved=kept), present)
    if save_as:
        save_mapping(save_as, asked.columns, area_code=area_code, by=SYSTEM, at=timezone.now())
    target = target or Path(f"{file.name.split('.')[0]}.errors.xlsx")
    with _Bar(shown=not as_json) as bar:
        outcome = _looked_over(asked, bar) if dry_run else _taken(asked, bar, resume=resume)
    if outcome.report.bad:
        with target.open("wb") as book:
            write_workbook(outcome.back(), book, present=present, columns=asked.columns)
    _tell(outcome, asked, target, as_json=as_json, dry_run=dry_run)
    sys.exit(1 if outcome.report.bad else 0)


@dataclass(frozen=True)
class Outcome:
    """What became of the file; `batch` is None for a dry run."""

    report: ImportReport
    batch: ImportBatch | None = None
    is_known: bool = False  # the very same file was imported before

    def back(self, most: int | None = None) -> Iterable[BackRow]:
        """Give the rows that are handed back."""
        if self.batch is not None:
            return rows_back(self.batch.pk, most=most)
        return map(back_row, sorted(self.report.back, key=lambda one: one.row)[:most])


class _Bar(Progress):
    """A bar of rows; silent where the output is for programs."""

    def __init__(self, *, shown: bool) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        super().__init__(*columns, console=screen, disable=not shown)
        self._rows = self.add_task(_("读取"), total=None)

    def told(self, done: int, of: int | None) -> None:
        """Show how many rows are done."""
        self.update(self._rows, completed=done, total=of, description=_("检查并录入") if done else _("读取"))


def _check_use(target: Path | None, *, dry_run: bool, resume: bool) -> None:
    """Refuse before anything is stored what would fail after it."""
    if target and not target.absolute().parent.is_dir():
        raise click.BadParameter(_("没有这个文件夹：%(path)s") % {"path": target.parent}, param_hint="--errors")
    if dry_run and resume:
        raise click.UsageError(_("--dry-run 和 --resume 不能同时使用。"))


def _looked_over(asked: Asked, bar: _Bar) -> Outcome:
    order = Order(asked.columns, asked.area_code, timezone.localdate())
    return Outcome(look_over(lambda: read_table(asked.file), order, progress=bar.told))


def _taken(asked: Asked, bar: _Bar, *, resume: bool) -> Outcome:
    with asked.file.open("rb") as file:
        digest = digest_of(hashlib.file_digest(file, "sha256").hexdigest(), asked.columns)
    earlier = import_of_file(digest, asked.area_code)
    if earlier is not None and earlier.state == "done":
        return Outcome(ImportReport.of(earlier), earlier, is_known=True)
    batch = _batch(asked, earlier, resume=resume)
    batch = begin_import(batch.pk, digest=digest, by=SYSTEM, resume=resume)
    report = carry_out(batch, lambda: read_table(asked.file), by=SYSTEM, progress=bar.told)
    return Outcome(report, batch)


def _batch(asked: Asked, earlier: ImportBatch | None, *, resume: bool) -> ImportBatch:
    if resume and (earlier is None or earlier.state not in BROKEN_OFF):
        raise errors.ImportNothingToResume
    if earlier is not None and not resume:
        raise errors.ImportStopped(row=earlier.next_row + 1)
    if earlier is not None:
        return earlier
    new = NewImport(asked.file.name, asked.area_code, asked.source, asked.columns)
    return open_import(new, command=Command(new_id(), SYSTEM, timezone.now()))


def _tell(outcome: Outcome, asked: Asked, target: Path, *, as_json: bool, dry_run: bool) -> None:
    report = outcome.report
    if as_json:
        counts = {code: count for code, count in sorted(report.counts.items()) if code != "differing"}
        found = {
            "read": report.read, "good": report.good, "known": report.known, "bad": report.bad,
            "differing": report.differing, "faults": counts, "dry_run": dry_run, "already": outcome.is_known,
            "import": str(outcome.batch.pk) if outcome.batch else "", "columns": asked.columns,
        }  # fmt: skip
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    if outcome.is_known:
        screen.print(str(errors.ImportedAlready()))
    screen.print(_summary(report, dry_run=dry_run))
    for row in outcome.back(MOST_SHOWN):
        said = {"row": row.row, "why": sentences(row.faults, asked.columns)}
        screen.print(_("第 %(row)s 行 %(why)s") % said, markup=False)
    if report.bad:
        screen.print(_("退回的行已写入 %(path)s，改好后可以再次导入这个文件。") % {"path": target}, markup=False)


def _summary(report: ImportReport, *, dry_run: bool) -> Screen:
    told = Screen(show_header=False)
    told.add_row(_("读到的行"), f"{report.read:,}")
    told.add_row(_("可以录入") if dry_run else _("已录入"), f"{report.good:,}")
    told.add_row(_("登记中已有"), f"{report.known:,}")
    told.add_row(_("其中说法不一致，待核实"), f"{report.differing:,}")
    told.add_row(_("退回的行"), f"{report.bad:,}")
    for code, count in sorted(report.counts.items()):
        if code != "differing":
            told.add_row(f"  {WRONG_NAMES[Wrong(code)]}", f"{count:,}")
    return told
