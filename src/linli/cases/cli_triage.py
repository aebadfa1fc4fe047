"""`linli triage`: learn, measure and try the suggestions."""

import hashlib
import json
import sys
import time

import click
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from linli.cases.actions.learning import learn
from linli.cases.queries.kinds import kind_name
from linli.cases.queries.suggesting import closed_rows, suggest
from linli.cases.triage.evaluation import evaluate
from linli.cases.triage.learning import TooLittleToLearn, train
from linli.cases.triage.suggesting import TrainingRows
from linli.core.listing import listed

screen = Console()


@click.group(help=_("分类建议：学习、评估、试用。只建议，由人决定。"))
def triage() -> None:
    """Gather the commands about triage."""


@triage.command("train", help=_("从本系统已结案卷和人工更正中学习。"))
def train_command() -> None:
    """Learn from the closed cases now."""
    started = time.perf_counter()
    learned = learn()
    if learned is None:
        click.echo(_("已结案卷还太少，学不出来；先用目录里的关键词建议。"), err=True)
        sys.exit(1)
    told = _("从 %(texts)s 件案卷学到 %(kinds)s 个类别，用时 %(seconds).1f 秒。")
    click.echo(told % {"texts": learned.texts, "kinds": learned.kinds, "seconds": time.perf_counter() - started})


@triage.command("evaluate", help=_("用八成已结案卷学习，看其余两成建议得准不准。"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def evaluate_command(as_json: bool) -> None:  # noqa: FBT001 click
    """Train on 80 % of the closed cases and measure on the rest; a case is always on the same side."""
    learnt, asked = _split(closed_rows())
    try:
        found = evaluate(train(learnt.texts, learnt.kinds, weights=learnt.weights), asked.texts, asked.kinds)
    except TooLittleToLearn:
        click.echo(_("已结案卷还太少，无法评估。"), err=True)
        sys.exit(1)
    if as_json:
        click.echo(json.dumps({"trained_on": len(learnt.texts), **vars(found)}))
        return
    table = Table(show_header=False)
    table.add_row(_("学习用案卷"), str(len(learnt.texts)))
    table.add_row(_("评估用案卷"), str(found.texts))
    table.add_row(_("首选正确率"), f"{found.accuracy:.1%}")
    table.add_row(_("宏平均 F1"), f"{found.macro_f1:.3f}")
    table.add_row(_("给出建议的比例"), f"{found.coverage:.1%}")
    table.add_row(_("给出的建议中正确的"), f"{found.answered_accuracy:.1%}")
    table.add_row(_("说“不确定”时确实会错的"), f"{found.withheld_rightly:.1%} ({found.withheld})")
    screen.print(table)


@triage.command("suggest", help=_("对一段文字给出建议。"))
@click.argument("text")
def suggest_command(text: str) -> None:
    """Suggest a kind for a text, with the reason."""
    found = suggest(text)
    if found.kind_code is None:
        click.echo(
            _("不确定。最接近的：%(guesses)s")
            % {"guesses": listed(kind_name(g.kind_code) for g in found.others) or "–"}
        )
        return
    told = _("%(kind)s（%(code)s），把握 %(confidence).0f%%；因为出现：%(reason)s")
    facts = {"kind": kind_name(found.kind_code), "code": found.kind_code, "confidence": 100 * found.confidence}
    click.echo(told % {**facts, "reason": listed(found.reason)})


def _split(rows: TrainingRows) -> tuple[TrainingRows, TrainingRows]:
    """Put one text in five aside, by its hash: the same text is on the same side in every run."""
    sides = TrainingRows([], [], []), TrainingRows([], [], [])
    for text, kind, weight in zip(*rows, strict=True):
        side = sides[hashlib.sha256(text.encode()).digest()[0] % 5 == 0]
        side.texts.append(text)
        side.kinds.append(kind)
        side.weights.append(weight)
    return sides
