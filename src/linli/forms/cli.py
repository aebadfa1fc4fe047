"""`linli forms`: admit forms, list them with how much was asked before, check, show, withdraw; counts of what came in, no answers."""

import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from linli.core.ids import new_id
from linli.core.installation import installation
from linli.forms import actions
from linli.forms.converting import convert_xlsform
from linli.forms.converting.xlsforms import xform_from
from linli.forms.exports.workbooks import forms_book
from linli.forms.queries.asking import measured_now, other_questions
from linli.forms.queries.checking import label_of
from linli.forms.queries.listing import FormRow, files_beside, form_rows, version_seen_by
from linli.forms.rules import Admission, Question, Target, check_once, compare
from linli.forms.sample import admit_shipped
from linli.forms.wording import ATTRIBUTE_NAMES, FORM_STATES
from linli.staff.rules import SYSTEM, Command

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_with_files = click.option(
    "--with", "files", type=_FILE, multiple=True, help=_("表单用到的附带文件（选项清单、图片、录音）；每个文件写一次")
)  # fmt: skip


@click.group(help=_("表单：检查、准入、撤回，列出问过几遍。"))
def forms() -> None:
    """Gather the commands about forms."""


@forms.command("check", help=_("检查一个 XLSForm：能否转换、有无不得收集的内容、多少问题登记里已有。不保存。"))
@click.argument("file", type=_FILE)
@_with_files
@click.option("--validate", is_flag=True, help=_("再用 ODK Collect 的引擎检查一遍；需要 Java"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def check(file: Path, files: tuple[Path, ...], validate: bool, as_json: bool) -> None:  # noqa: FBT001 click gives flags so
    """Convert a form and measure it, keeping nothing."""
    if validate:
        xform_from(file.read_bytes(), name=file.name, validate=True)
    made = convert_xlsform(file.read_bytes(), name=file.name, files=_contents(files))
    measured = compare(made.questions, other_questions(but=made.code))
    if as_json:
        click.echo(json.dumps({"form": made.code, "version": made.version, **asdict(measured)}, ensure_ascii=False))
        return
    click.echo(f"{made.code} {made.version} {next(iter(made.titles.values()))}")
    for warning in made.warnings:
        click.echo(_("提示：%(what)s") % {"what": warning})
    _print_questions(made.questions, dict(measured.twice))
    click.echo(_measured(measured.asked, measured.known, measured.elsewhere))


@forms.command("admit", help=_("上传并准入一个 XLSForm。"))
@click.argument("file", type=_FILE)
@_with_files
@click.option("--owner", required=True, help=_("责任单位的编码"))
@click.option("--purpose", required=True, help=_("目的的代码，见 linli register purposes"))
@click.option("--list-ref", required=True, help=_("准入清单编号"))
@click.option("--expires", required=True, type=click.DateTime(["%Y-%m-%d"]), help=_("到期日，最多一年"))
@click.option("--area", default="", help=_("在哪里填：区域代码；不写则为全域"))
@click.option("--target", type=click.Choice([one.value for one in Target]), default="none", show_default=True)
@click.option("--lead-days", type=int, default=7, show_default=True, help=_("提前几天告知填写人"))
@click.option("--asked-by", default="", help=_("提出单位"))
@click.option("--about", default="", help=_("给填写人的说明"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def admit(
    file: Path,
    files: tuple[Path, ...],
    expires: dt.datetime,
    as_json: bool,  # noqa: FBT001 as above
    **said: str | int,
) -> None:
    """Upload a form and admit it in one go."""
    at = timezone.now()
    uploading = Command(new_id(), SYSTEM, at)
    version = actions.upload_form(file.read_bytes(), name=file.name, command=uploading, files=_contents(files))
    admission = Admission(
        owner_unit=str(said["owner"]), purpose_code=str(said["purpose"]), list_reference=str(said["list_ref"]),
        expires_on=expires.date(), area_code=str(said["area"]) or installation().root_code,
        target=Target(str(said["target"])), lead_days=int(said["lead_days"]), asked_by=str(said["asked_by"]),
        about=str(said["about"]),
    )  # fmt: skip
    command = Command(new_id(), SYSTEM, at)
    form = actions.admit_form(version.form_id, version.version, admission, mark=version.mark, command=command)
    measured = measured_now(version)
    if as_json:
        told = {"form": form.code, "version": version.version, "md5": version.md5, **asdict(measured)}
        click.echo(json.dumps({**told, "expires_on": str(form.expires_on)}, ensure_ascii=False))
        return
    click.echo(_measured(measured.asked, measured.known, measured.elsewhere))
    told = {"form": form.code, "version": version.version, "day": form.expires_on}
    click.echo(_("已准入：%(form)s %(version)s，到 %(day)s。") % told)


@forms.command("list", help=_("列出表单：责任单位、目的、清单编号、到期，登记已有和其他表单已问的问题数。"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help=_("写成 Excel 文件"))
def list_forms(as_json: bool, output: Path | None) -> None:  # noqa: FBT001 as above
    """List the forms."""
    rows = form_rows(SYSTEM)
    if output is not None:
        output.write_bytes(forms_book(rows, by=SYSTEM, at=timezone.now()))
        click.echo(str(output))
        return
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, default=str))
        return
    screen = Table()
    for name in (_("编码"), _("名称"), _("状态"), _("责任单位"), _("准入清单编号"), _("到期")):
        screen.add_column(name)
    for name in (_("问题"), _("登记已有"), _("其他表单已问"), _("填报")):
        screen.add_column(name, justify="right")
    for row in rows:
        screen.add_row(*_cells(row))
    Console().print(screen)


@forms.command("show", help=_("列出一张表单的问题，以及每个问题是登记里的哪一项。"))
@click.argument("code")
@click.option("--version", default="", help=_("版本；不写则为现用的"))
def show(code: str, version: str) -> None:
    """Show what a form asks."""
    current = next((row.version for row in form_rows(SYSTEM) if row.code == code), "")
    row = version_seen_by(SYSTEM, code, version or current)
    measured = measured_now(row)
    questions = [Question(**one) for one in row.questions]
    _print_questions(questions, dict(measured.twice))
    for one in files_beside(row):
        click.echo(_("附带文件：%(name)s，%(size)s 字节") % {"name": one.name, "size": one.size_bytes})
    click.echo(_measured(measured.asked, measured.known, measured.elsewhere))


@forms.command("withdraw", help=_("撤回一张表单；已经填好的仍然收。"))
@click.argument("code")
@click.option("--reason", required=True, help=_("撤回的原因"))
def withdraw(code: str, reason: str) -> None:
    """Take a form back."""
    actions.withdraw_form(code, reason=reason, command=Command(new_id(), SYSTEM, timezone.now()))
    click.echo(_("已撤回。"))


@forms.command("shipped", help=_("准入随系统提供的三张表单：入户核对、老年人探访需求、楼栋消防自查。"))
@click.option("--owner", required=True, help=_("责任单位的编码"))
@click.option("--area", default="", help=_("在哪里填：区域代码；不写则为全域"))
def shipped(owner: str, area: str) -> None:
    """Admit the forms that come along."""
    code = area or installation().root_code
    count = admit_shipped(SYSTEM, owner_unit=owner, area_code=code, at=timezone.now())
    click.echo(_("已准入 %(count)s 张。") % {"count": count})


def _contents(files: tuple[Path, ...]) -> dict[str, bytes]:
    check_once(one.name for one in files)
    return {one.name: one.read_bytes() for one in files}


def _measured(asked: int, known: int, elsewhere: int) -> str:
    told = {"asked": asked, "known": known, "elsewhere": elsewhere}
    return _("问 %(asked)s 个问题：登记里已有 %(known)s 个，其他表单也问 %(elsewhere)s 个。") % told


def _cells(row: FormRow) -> tuple[str, ...]:
    state = FORM_STATES["over" if row.is_over and row.state == "admitted" else row.state]
    return (
        row.code, row.title, str(state), row.owner, row.list_reference, str(row.expires_on or ""), str(row.asked),
        str(row.known), str(row.elsewhere), str(row.submissions),
    )  # fmt: skip


def _print_questions(questions: "tuple[Question, ...] | list[Question]", twice: dict[str, str]) -> None:
    screen = Table()
    for name in (_("问题"), _("登记里的项目"), _("其他表单也问")):
        screen.add_column(name)
    for one in questions:
        if one.is_asked:
            screen.add_row(label_of(one), str(ATTRIBUTE_NAMES.get(one.attribute, "")), twice.get(one.path, ""))
    Console().print(screen)
