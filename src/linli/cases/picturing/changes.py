"""What another catalogue would change, in lines for people and as plain values for programs."""

import json
from collections.abc import Iterator
from dataclasses import asdict

from django.utils.translation import gettext as _

from linli.cases.catalogue.comparing import Change, Changes, Comparison
from linli.cases.queries.running_versions import Effect, Running


def as_plain(comparison: Comparison, effect: Effect) -> dict[str, object]:
    """Give a comparison and its effect as plain JSON values."""
    limits = comparison.kinds_with_other_limits()
    return {
        "kinds": _plain(comparison.kinds),
        "workflows": _plain(comparison.workflows),
        "open_cases": {
            "by_version": [_running(one) for one in effect.by_version],
            "phases_gone": [_running(one) | {"phase": one.phase} for one in effect.phases_gone],
            "other_limits": [
                {"kind": code, "cases": cases, "limits": [asdict(change) for change in limits[code]]}
                for code, cases in effect.other_limits.items()
            ],
        },
    }


def _plain(changes: Changes) -> dict[str, object]:
    changed = {code: [asdict(change) for change in found] for code, found in changes.changed.items()}
    return {"added": list(changes.added), "removed": list(changes.removed), "changed": changed}


def _running(one: Running) -> dict[str, object]:
    return {"workflow": one.workflow, "version": one.version, "cases": one.cases, "is_kept": one.is_kept}


def said_lines(comparison: Comparison, effect: Effect) -> list[str]:
    """Say what would change, and what it means for open cases."""
    if not (comparison.kinds or comparison.workflows):
        return [_("没有变化。"), *_versions(effect)]
    kinds = _said(_("类别"), comparison.kinds)
    return [*kinds, *_said(_("流程"), comparison.workflows), *_versions(effect), *_left_behind(effect)]


def _said(what: str, changes: Changes) -> Iterator[str]:
    for word, codes in ((_("新增"), changes.added), (_("减少"), changes.removed)):
        for code in codes:
            yield _("%(word)s%(what)s：%(code)s") % {"word": word, "what": what, "code": code}
    for code, found in changes.changed.items():
        yield _("改动%(what)s：%(code)s") % {"what": what, "code": code}
        yield from (_change(change) for change in found)


def _change(change: Change) -> str:
    return f"  {change.what}: {_value(change.before)} → {_value(change.after)}"


def _value(value: object) -> str:
    return "–" if value is None else json.dumps(value, ensure_ascii=False)


def _versions(effect: Effect) -> Iterator[str]:
    for one in effect.by_version:
        said = {"workflow": one.workflow, "version": one.version or "–", "cases": one.cases}
        yield _("在办案卷：%(workflow)s 版本 %(version)s，%(cases)s 件，继续按这个版本办。") % said
        if not one.is_kept:
            yield _("  这个版本还没有记下：请先运行 linli catalogue load，再改目录。")


def _left_behind(effect: Effect) -> Iterator[str]:
    for one in effect.phases_gone:
        said = {"workflow": one.workflow, "version": one.version or "–", "phase": one.phase, "cases": one.cases}
        what = _(
            "在办案卷：%(workflow)s 版本 %(version)s 的环节“%(phase)s”，%(cases)s 件；新版本没有这个环节，仍按原版本办完。"
        )
        yield what % said
    for code, cases in effect.other_limits.items():
        yield _("在办案卷：%(kind)s，%(cases)s 件；新案卷时限不同，这些仍按原时限。") % {"kind": code, "cases": cases}
