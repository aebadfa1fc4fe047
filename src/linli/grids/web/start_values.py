"""What the form of a drawing is filled with: the settings of an earlier plan, what the address asks for, else what is declared."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _

from linli.grids.catalogue import declared
from linli.grids.errors import PlanNotFound
from linli.grids.models import Plan
from linli.grids.queries.counts import grid_counts
from linli.grids.queries.plans import plan_for
from linli.grids.rules import DrawSettings, groups_of, settings_from
from linli.grids.rules.scores import BASIC
from linli.staff.rules import Actor

FROM = "from"  # the plan whose settings are taken over
_ASKED = ("area", "kind", "target", "band", "tolerance")
_SPREAD = 0.25  # of the band around the mean of today
_TOLERANCE = re.compile(r"0?\.\d{1,20}")
_TARGET = re.compile(r"[1-9]\d{0,5}")

type Values = dict[str, object]


def first_values(actor: Actor, asked: Mapping[str, str], areas: Sequence[tuple[str, str]]) -> Values:
    """Fill the form in; what the address asks for stands above everything else."""
    said: Values = {name: asked[name] for name in _ASKED if asked.get(name)}
    if not _TOLERANCE.fullmatch(tolerance := asked.get("tolerance", "")):
        said.pop("tolerance", None)
    else:
        said["tolerance"] = f"{float(tolerance):g}"
    if plan := _plan_asked_for(actor, asked.get(FROM, "")):
        earlier = written(settings_from(plan.settings))
        return {FROM: plan.pk, "area": plan.area_code, "kind": plan.kind, **earlier, **said}
    area = asked.get("area") or (areas[0][0] if areas else "")
    usual = declared().drawing.settings
    return {"area": area, **written(usual), **_size(area, str(said.get("target", "")), usual), **said}


def declared_size(values: Values) -> dict[str, str] | None:
    """Say how large the catalogue wants grids where the form begins with another size, and where to have it instead."""
    usual = declared().drawing.settings
    if FROM in values or (str(values["target"]), values["band"]) == (str(usual.target), str(usual.band or "")):
        return None
    said = {"target": usual.target, "band": usual.band}
    text = _("目录规定每格 %(target)s 户，范围 %(band)s。") if usual.band else _("目录规定每格 %(target)s 户。")
    return {"text": text % said, "query": urlencode({"area": values["area"], "target": usual.target})}


def written(settings: DrawSettings) -> Values:
    """Write settings as people fill them in."""
    return {
        "target": settings.target,
        "band": str(settings.band or ""),
        "preset": settings.preset.value,
        "whole_up_to": f"{settings.whole_up_to:g}",
        "tolerance": f"{settings.tolerance:g}",
        "seed": settings.seed,
        "time_limit_s": "" if settings.time_limit_s is None else f"{settings.time_limit_s:g}",
        "assumed_households": settings.assumed_households,
        "keep": " ".join(settings.keep),
        "together": "\n".join(map(" ".join, settings.together)),
        "apart": "\n".join(map(" ".join, groups_of(settings.apart))),
    }


def _size(area: str, target: str, usual: DrawSettings) -> Values:
    """Offer grids as large as those of today; a target somebody asks for leaves the usual band where it does not fit."""
    if _TARGET.fullmatch(target):
        return {} if usual.band is None or usual.band.holds(int(target)) else {"band": ""}
    if mean := _households_each(area):
        return {"target": mean, "band": f"{round(mean * (1 - _SPREAD))}-{round(mean * (1 + _SPREAD))}"}
    return {}


def _households_each(area: str) -> int:
    """Give the mean of households in today's grids of an area; 0 where there are none."""
    grids = [one.households for one in grid_counts((area,)) if one.kind == BASIC] if area else []
    return round(sum(grids) / len(grids)) if grids else 0


def _plan_asked_for(actor: Actor, plan_id: str) -> Plan | None:
    """Find the plan to start from; one that is not there, or not for this person, is as if nobody had named one."""
    try:
        return plan_for(actor, UUID(plan_id)) if plan_id else None
    except (ValueError, PlanNotFound):
        return None
