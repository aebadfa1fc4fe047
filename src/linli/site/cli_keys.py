"""`linli keys`: rotate the keys that seal personal values."""

import json
import sys

import click
from django.conf import settings
from django.utils.translation import gettext as _

from linli.core.resealing import Resealed
from linli.core.sealing_keys import sealing_keys
from linli.core.secrets import mark_of
from linli.site import rotating


@click.group(help=_("加密密钥：更换、停用旧密钥。"))
def keys() -> None:
    """Gather the commands about sealing keys."""


@keys.command(help=_("换用新密钥并把全部加密内容重新加密；网站可以照常运行，中断后再运行一次即可继续。"))
@click.option("--retire", is_flag=True, help=_("全部重新加密以后，停用旧密钥"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def rotate(retire: bool, as_json: bool) -> None:  # noqa: FBT001 click gives flags so
    """Seal everything anew with a new key; or take the old keys away when nothing needs them."""
    if retire:
        gone = rotating.retire()
        click.echo(json.dumps({"retired": gone}) if as_json else _("已停用 %(count)s 把旧密钥。") % {"count": gone})
        return
    done = rotating.rotate(tell=lambda place, count: None if as_json else _tell(place, count))
    remaining = rotating.left()
    click.echo(_json(done, remaining) if as_json else _said(done, remaining))
    if done.broken or remaining:
        sys.exit(1)


@keys.command(help=_("列出现有密钥的记号和还没有用新密钥加密的内容。"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def status(as_json: bool) -> None:  # noqa: FBT001 as above
    """Say which keys there are, by their marks, and what is left under old ones."""
    marks, remaining = [mark_of(key) for key in sealing_keys(at_once=True)], rotating.left()
    if as_json:
        click.echo(json.dumps({"keys": marks, "left": remaining}))
        return
    click.echo(_("密钥（新的在前）：%(marks)s") % {"marks": " ".join(marks)})
    click.echo(_places(remaining) if remaining else _("全部内容都用最新的密钥加密。"))


def _tell(place: str, count: Resealed) -> None:
    click.echo(f"\r{place}: {count.done}    ", nl=False, err=True)


def _said(done: rotating.Rotated, remaining: dict[str, int]) -> str:
    lines = ["", _("已用密钥 %(mark)s 重新加密 %(count)s 个值。") % {"mark": done.mark, "count": done.done}]
    if done.broken:
        lines.append(_("用现有密钥打不开，保持原样：%(places)s") % {"places": _places(done.broken)})
    if remaining:
        lines.append(_("还用旧密钥加密的：%(places)s。请再运行一次。") % {"places": _places(remaining)})
    elif settings.LINLI_KEY_FILE is None:
        lines.append(
            _(
                "密钥由 LINLI_KEYS 给出：要换新密钥，先把它加在最前面并重新启动全部进程，再运行本命令；之后可以删去旧密钥。"
            )
        )
    else:
        lines.append(_("确认备份可用以后，运行 linli keys rotate --retire 停用旧密钥。"))
    return "\n".join(lines)


def _places(counts: dict[str, int]) -> str:
    return "、".join(f"{place} {count}" for place, count in counts.items())


def _json(done: rotating.Rotated, remaining: dict[str, int]) -> str:
    places = {place: vars(count) for place, count in done.places.items() if count.done or count.broken}
    return json.dumps(
        {"key": done.mark, "new_key": done.is_new, "resealed": done.done, "places": places, "left": remaining}
    )
