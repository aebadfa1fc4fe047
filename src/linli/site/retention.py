"""The retention job of the whole house: the rules of every room in their order, once a night; and `linli retention`."""

import datetime as dt
import json
from typing import TYPE_CHECKING

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases.actions.forgetting import RULES as CASES
from linli.core.personal_data import personal_fields
from linli.core.retention import Forgotten, Rule, forget_expired
from linli.fieldsync.actions.forgetting import RULES as FIELDSYNC
from linli.forms.actions.forgetting import RULES as FORMS
from linli.grids.actions.forgetting import RULES as GRIDS
from linli.mediation.actions.forgetting import RULES as MEDIATION
from linli.messages.actions.forgetting import RULES as MESSAGES
from linli.places.importing.map_uploads import forget_map_files
from linli.places.rules import KEPT_DAYS
from linli.register.actions.linking import destroy_due
from linli.register.actions.retention import RULES as REGISTER
from linli.register.actions.retention import keep_run
from linli.register.importing.uploads import forget_uploads
from linli.register.queries.retention import was_run
from linli.staff.actions.forgetting import RULES as STAFF
from linli.visits.actions.forgetting import RULES as VISITS

if TYPE_CHECKING:
    from linli.register.models import RetentionRun

RULES: tuple[Rule, ...] = (*REGISTER, *CASES, *MEDIATION, *FORMS, *MESSAGES, *STAFF, *VISITS, *FIELDSYNC, *GRIDS)
NIGHT = dt.time(2)  # nobody waits for anything then


def run_retention(*, on: dt.date, dry: bool = False) -> "RetentionRun":
    """Delete or clear what is over on a day, keep what was done and note it in the log."""
    done = forget_expired(RULES, on=on, dry=dry)
    if not dry:
        done += _ended_beside_rows(on)
    return keep_run(done, on=on, dry=dry)


def _ended_beside_rows(on: dt.date) -> list[Forgotten]:
    """Close reconciliations whose day has come, and destroy the files of imports, of people and of maps, that nobody ended."""
    destroy_due(timezone.make_aware(dt.datetime.combine(on, NIGHT)))
    days = personal_fields()["register.ImportFault"]["row_sealed"].retention.days
    files = forget_uploads(on - dt.timedelta(days=days))
    maps = forget_map_files(on - dt.timedelta(days=KEPT_DAYS))
    ended = (("register.ImportBatch", "file", files), ("places.MapImport", "files", maps))
    return [Forgotten(model, (what,), "delete", count) for model, what, count in ended if count]


def keep_retention(at: dt.datetime, *, run_on: dt.date | None) -> dt.date | None:
    """Run once a day, in the night; say for which day it was run last."""
    local = timezone.localtime(at)
    if run_on == local.date() or local.time() < NIGHT:
        return run_on
    if not was_run(local.date()):  # the worker may have been started anew since
        run_retention(on=local.date())
    return local.date()


@click.group(help=_("到期清理：按声明的期限删除或清除个人信息。"))
def retention() -> None:
    """Gather the commands about retention."""


@retention.command(help=_("运行到期清理；后台任务每天夜里也会运行。"))
@click.option("--dry-run", is_flag=True, help=_("只统计，不删除"))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help=_("截至哪一天；不写则为今天"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def run(dry_run: bool, on: dt.datetime | None, as_json: bool) -> None:  # noqa: FBT001 click gives flags so
    """Run the retention job and print what it did by model."""
    done = run_retention(on=on.date() if on else timezone.localdate(), dry=dry_run)
    if as_json:
        click.echo(json.dumps({"on": str(done.on), "dry": done.dry, "report": done.report}, ensure_ascii=False))
        return
    for line in done.report:
        what = _("删除") if line["does"] == "delete" else _("清除")
        click.echo(f"{what} {line['rows']:>8}  {line['model']} ({'、'.join(line['fields'])})")
    rows = sum(line["rows"] for line in done.report)
    click.echo((_("将处理 %(rows)s 行。") if done.dry else _("已处理 %(rows)s 行。")) % {"rows": rows})
