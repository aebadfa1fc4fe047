"""`linli audit`: prove that the log of reads and writes on people is whole, and read it."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core import audit as log
from linli.core.audit import Fault, Verified
from linli.core.models import AuditEntry
from linli.core.text_files import FileUnreadable
from linli.register.queries.audit import LogFilters, log_lines
from linli.register.queries.naming_log import ACT_NAMES, fields_said, purpose_name
from linli.staff.queries import account_named
from linli.staff.rules import SYSTEM

MOST_NAMED = 50


@click.group(help=_("查阅和改动记录：核对是否完整、查看。"))
def audit() -> None:
    """Gather the commands about the log."""


@audit.command(help=_("核对记录是否完整；断链、改动、缺行逐一列出，有问题时以 1 退出。"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
@click.option(
    "--since-heads",
    "heads_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("以前另外保存的链尾（本命令 --json 的输出），与现在核对"),
)
def verify(heads_file: Path | None, as_json: bool) -> None:  # noqa: FBT001 click gives flags so
    """Walk along every chain; exit 1 where one is not as it was written."""
    found = log.verify(_heads_of(heads_file) if heads_file else None)
    told = (
        json.dumps(
            {
                "entries": found.entries,
                "whole": not found.faults,
                "heads": dict(found.heads),
                "faults": [vars(fault) for fault in found.faults],
            },
            ensure_ascii=False,
        )
        if as_json
        else _told(found)
    )
    click.echo(told)
    if found.faults:
        sys.exit(1)


@audit.command("list", help=_("列出记录，新的在前；只有编号、字段和数量。"))
@click.option("--resident", type=click.UUID, help=_("居民编号"))
@click.option("--by", "username", help=_("登录名"))
@click.option("--most", type=click.IntRange(1, 10_000), default=50, show_default=True, help=_("最多几行"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def list_lines(resident: object, username: str | None, most: int, as_json: bool) -> None:  # noqa: FBT001 as above
    """Print the newest lines of the log."""
    by = str(account_named(username).pk) if username else ""
    filters = LogFilters(by=by, resident_id=resident)  # type: ignore[arg-type]  # click has read it
    for line in log_lines(SYSTEM, filters)[:most]:
        click.echo(json.dumps(_plain(line), ensure_ascii=False) if as_json else _said(line))


def _told(found: Verified) -> str:
    lines = [_("共 %(count)s 行记录，%(chains)s 条链。") % {"count": found.entries, "chains": len(found.heads)}]
    lines += [_fault(fault) for fault in found.faults[:MOST_NAMED]]
    if len(found.faults) > MOST_NAMED:
        lines.append(_("……另有 %(count)s 处") % {"count": len(found.faults) - MOST_NAMED})
    lines.append(
        _("记录有问题。") if found.faults else _("记录完整。请把下面的链尾抄存到别处，以后用 --since-heads 核对：")
    )
    lines += [f"{chain or '-'} {head}" for chain, head in found.heads.items()]
    return "\n".join(lines)


def _fault(fault: Fault) -> str:
    what = {
        "changed": _("被改动"),
        "missing": _("缺失"),
        "unsealed": _("写入超过十分钟仍未入链"),
        "end-cut": _("链尾被截断"),
        "head-differs": _("与以前保存的链尾不一致"),
    }[fault.what]
    return _("链 %(chain)s 第 %(line)s 行：%(what)s") % {
        "chain": fault.chain or "-",
        "line": fault.sequence or "?",
        "what": what,
    }


def _heads_of(file: Path) -> Mapping[str, str]:
    """Read heads written down before: the output of `--json`, or lines of chain and head."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as trouble:
        raise FileUnreadable(file=file.name, why=str(trouble)) from trouble
    if text.lstrip().startswith("{"):
        return _from_json(text, file)
    pairs = [line.split() for line in text.splitlines() if line.strip()]
    heads = {chain.strip("-"): head for chain, head in (pair for pair in pairs if len(pair) == 2) if ":" in head}
    if not heads:
        raise FileUnreadable(file=file.name, why=_("没有链尾"))
    return heads


def _from_json(text: str, file: Path) -> Mapping[str, str]:
    try:
        kept = json.loads(text)
    except json.JSONDecodeError as trouble:
        raise FileUnreadable(file=file.name, why=str(trouble)) from trouble
    heads = kept.get("heads", kept)
    if not isinstance(heads, dict) or not heads or not all(isinstance(head, str) for head in heads.values()):
        raise FileUnreadable(file=file.name, why=_("没有链尾"))
    return heads


def _said(line: AuditEntry) -> str:
    at = timezone.localtime(line.at)
    act = ACT_NAMES.get(line.act, line.act)
    parts = (f"{at:%Y-%m-%d %H:%M:%S}", line.by_name, str(act), purpose_name(line.purpose), fields_said(line.detail))
    return "  ".join((*parts, f"×{line.count}", line.subject_id, line.area_code))


def _plain(line: AuditEntry) -> dict[str, object]:
    return {
        "id": str(line.pk), "chain": line.chain, "sequence": line.sequence, "at": line.at.isoformat(), "by": line.by,
        "by_name": line.by_name, "act": line.act, "purpose": line.purpose, "subject_kind": line.subject_kind,
        "subject_id": line.subject_id, "area_code": line.area_code, "count": line.count, "detail": line.detail,
    }  # fmt: skip
