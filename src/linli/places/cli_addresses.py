"""`linli addresses`: parse and match written addresses, keep other names of places, train the parser on tagged ones."""

import csv
import json
from collections.abc import Callable, Iterator
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from linli.core.tables import read_table
from linli.places import actions, queries
from linli.places.actions import AliasDraft
from linli.places.addresses import Parsed
from linli.places.queries import Match
from linli.places.queries.aliases import aliases_within, names_of_targets
from linli.places.rules import AliasKind, AliasSource
from linli.places.wording import AGREED_NAMES, FOUND_NAMES, PART_NAMES

if TYPE_CHECKING:
    from linli.places.actions.training_addresses import Trained

_MOST_SHOWN = 200
_COLUMNS = ("地址", "address", "住址", "居住地址", "详细地址")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_COLOURS = {"prov": "blue", "city": "blue", "district": "blue", "road": "green", "roadno": "green", "poi": "magenta"}


@click.group(name="addresses", help=_("地址：拆分、匹配到户室和楼栋、别名、训练。"))
def addresses() -> None:
    """Parse and match written addresses."""


@addresses.command("parse", help=_("把地址（或每行一个地址的文件）拆成各个部分。"))
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def parse_command(*, text: str, as_json: bool) -> None:
    """Cut an address, or every line of a file, into its parts."""
    parsed = [queries.parse_address(line) for line in _lines(text)]
    if as_json:
        for one in parsed:
            click.echo(json.dumps(_parsed_json(one), ensure_ascii=False))
        return
    console = Console()
    for one in parsed[:_MOST_SHOWN]:
        table = Table(_("部分"), _("文字"), title=escape(one.text), title_justify="left")
        for piece in one.pieces:
            colour = _COLOURS.get(piece.part.value, "default")
            table.add_row(str(PART_NAMES[piece.part]), f"[{colour}]{escape(piece.text)}[/]")
        console.print(table)


@addresses.command("match", help=_("把地址（或 CSV、Excel 文件的地址列）匹配到户室、楼栋、小区或区域。"))
@click.argument("text")
@click.option("--area", default="", metavar="CODE", help=_("只在这个区域之内找"))
@click.option("--column", default="", help=_("文件里哪一列是地址"))
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), help=_("写入 CSV 文件，不显示在屏幕上"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def match_command(*, text: str, area: str, column: str, out: Path | None, as_json: bool) -> None:
    """Match an address, or the address column of a file."""
    if area:
        queries.describe(area)
    texts = list(_addresses(text, column))
    matches = queries.match_addresses(texts, prefixes=(area,))
    if as_json:
        for match in matches:
            click.echo(json.dumps(_match_json(match), ensure_ascii=False))
    elif out:
        with out.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(_match_rows(matches))
    else:
        _print_matches(matches)
    sure, found = sum(match.is_sure for match in matches), sum(match.best is not None for match in matches)
    told = _("%(count)s 个地址：%(sure)s 个有把握，%(asked)s 个需要确认，%(lost)s 个没有找到。")
    counts = {"count": len(matches), "sure": sure, "asked": found - sure, "lost": len(matches) - found}
    click.echo(told % counts, err=True)


@addresses.group("alias", help=_("地址别名：登记、列出、删除。"))
def alias() -> None:
    """Keep other names of places."""


@alias.command("add", help=_("登记别名；所指用 --compound 代码、--building 代码或 --dwelling 编号指明。"))
@click.argument("text")
@click.option("--compound", default="", metavar="CODE", help=_("小区代码"))
@click.option("--building", default="", metavar="CODE", help=_("楼栋代码"))
@click.option("--dwelling", default="", metavar="ID", help=_("户室编号"))
def alias_add_command(*, text: str, compound: str, building: str, dwelling: str) -> None:
    """Keep another name of a compound, building or dwelling."""
    if sum(map(bool, (compound, building, dwelling))) != 1:
        raise click.UsageError(_("请用 --compound、--building、--dwelling 中的一个说明所指。"))
    kind = AliasKind.COMPOUND if compound else AliasKind.BUILDING if building else AliasKind.DWELLING
    target = str(queries.find_building(building).pk) if building else compound or dwelling
    draft = AliasDraft(text, kind, target, AliasSource.FILE)
    kept = actions.keep_alias(draft, prefixes=("",), by=_user(), at=timezone.now())
    click.echo(_("已记下别名“%(name)s”，编号 %(id)s。") % {"name": kept.text, "id": kept.pk})


@alias.command("list", help=_("列出别名。"))
@click.option("--area", default="", metavar="CODE", help=_("只列这个区域之内的"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def alias_list_command(*, area: str, as_json: bool) -> None:
    """List other names of places."""
    rows = list(aliases_within((area,)))
    named = names_of_targets(rows)
    if as_json:
        for row in rows:
            said = {"id": str(row.pk), "text": row.text, "kind": row.kind, "target": row.target, "times": row.times}
            click.echo(json.dumps(said, ensure_ascii=False))
        return
    table = Table(Column(_("编号"), min_width=36), _("别名"), _("所指"), _("选用次数"))
    for row in rows[:_MOST_SHOWN]:
        table.add_row(str(row.pk), escape(row.text), escape(named[row.pk]), str(row.times))
    Console().print(table)


@alias.command("remove", help=_("删除别名。"))
@click.argument("alias_id", type=click.UUID)
def alias_remove_command(*, alias_id: UUID) -> None:
    """Take another name of a place away."""
    actions.drop_alias(alias_id, prefixes=("",))
    click.echo(_("已删除别名。"))


@addresses.command("train", help=_("用标注好的地址文件（每行“字 标签”，地址之间空一行）训练地址拆分。"))
@click.argument("files", nargs=-1, type=_FILE, required=True)
@click.option("--rounds", type=click.IntRange(1, 100), default=6, show_default=True, help=_("训练轮数"))
@click.option("--held", type=click.IntRange(0, 50), default=10, show_default=True, help=_("留出百分之几用来检验"))
def train_command(*, files: tuple[Path, ...], rounds: int, held: int) -> None:
    """Train the parser on tagged addresses and say how well it does on those held back."""
    from linli.places.actions.training_addresses import train_addresses  # noqa: PLC0415 scipy, for this command alone

    console = Console()
    with console.status(_("正在训练…")):
        trained = train_addresses(files, rounds=rounds, held_percent=held)
    _print_trained(console, trained)


def _print_trained(console: Console, trained: "Trained") -> None:
    told = _("用 %(count)s 个地址训练，用 %(held)s 个检验；模型在 %(path)s。")
    console.print(told % {"count": trained.learnt, "held": trained.held, "path": trained.path})
    if not trained.held:
        return
    table = Table(_("部分"), _("标注"), _("准确率"), _("召回率"), "F1")
    names = {part.value: str(name) for part, name in PART_NAMES.items()}
    for name, score in trained.scores.items():
        shares = (f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}")
        table.add_row(names.get(name, _("全部")), str(score.tagged), *shares)
    console.print(table)


def _lines(text: str) -> list[str]:
    """Take a text as an address, or the lines of the file of that name."""
    path = Path(text)
    if len(text) < 200 and path.is_file():
        return [line for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    return [text]


def _addresses(text: str, column: str) -> Iterator[str]:
    path = Path(text)
    if len(text) >= 200 or not path.is_file():
        yield text
        return
    if path.suffix.lower() == ".txt":
        yield from _lines(text)
        return
    table = read_table(path)
    known = column or next((name for name in table.columns if name.strip().lower() in _COLUMNS), "")
    if known not in table.columns:
        raise click.UsageError(
            _("请用 --column 指明哪一列是地址；文件里有：%(names)s。") % {"names": "、".join(table.columns)}
        )
    for row in table.rows:
        yield str(row.cells.get(known) or "")


def _print_matches(matches: list[Match]) -> None:
    table = Table(_("地址"), _("地点"), _("种类"), _("区域"), _("把握"), _("依据"))
    for match in matches[:_MOST_SHOWN]:
        best = match.best
        if best is None:
            table.add_row(escape(match.text), "–", "", "", "", "")
            continue
        colour = "green" if match.is_sure else "yellow"
        agreed = "、".join(str(AGREED_NAMES.get(word, word)) for word in best.agreed)
        area = " ".join(queries.area_path(best.area_code)[-2:])
        sure = f"[{colour}]{best.confidence:.0%}[/]"
        table.add_row(escape(match.text), escape(best.text), str(FOUND_NAMES[best.found]), area, sure, agreed)
    Console().print(table)


def _match_rows(matches: list[Match]) -> Iterator[tuple[object, ...]]:
    yield "address", "found", "text", "code", "area", "building", "dwelling", "lon", "lat", "confidence", "sure"
    for match in matches:
        best = match.best
        if best is None:
            yield match.text, *[""] * 8, 0, 0
        else:
            lon, lat = best.point or ("", "")
            ids = (best.building_id or "", best.dwelling_id or "")
            yield (match.text, best.found.value, best.text, best.code, best.area_code, *ids, lon, lat, best.confidence, int(match.is_sure))  # fmt: skip


def _match_json(match: Match) -> dict[str, object]:
    keys = next(_match_rows([]))
    row = list(_match_rows([match]))[1]
    return {str(key): str(value) if isinstance(value, UUID) else value for key, value in zip(keys, row, strict=True)}


def _parsed_json(parsed: Parsed) -> dict[str, object]:
    pieces = [{"part": one.part.value, "text": one.text, "start": one.start, "end": one.end} for one in parsed.pieces]
    return {"text": parsed.text, "sure": round(parsed.sure, 3), "pieces": pieces}


def _user(read: Callable[[], str] = getuser) -> str:
    try:
        return read()
    except (OSError, KeyError):  # a container may run as a number without a name
        return "cli"
