"""Draw the grids of an area: ground read and cleaned, cut into units, the search, and every community described.

Loads the machine code of the search: imported by what draws, never by what only serves pages.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from linli.grids import errors
from linli.grids.actions.writing import DEDICATED, Standing, between_m, describe_part, plain, taken_in
from linli.grids.catalogue import declared
from linli.grids.drawing.atoms import Bools
from linli.grids.drawing.graph import FREE, Ints
from linli.grids.drawing.plan import Progress, TradeOff
from linli.grids.drawing.redrawing import chosen, redraw, trade_off, unbeaten
from linli.grids.drawing.scoring import best_match, score
from linli.grids.drawing.search import draw
from linli.grids.ground.cleaning import clean
from linli.grids.ground.cutting import cut
from linli.grids.ground.estimating import estimate
from linli.grids.ground.findings import Finding
from linli.grids.ground.layers import KEPT, Layers
from linli.grids.ground.packing import pack
from linli.grids.ground.parting import part_of
from linli.grids.ground.standing import present_of
from linli.grids.ground.units import Units
from linli.grids.ground.wishing import units_by_code, unmet, with_wishes
from linli.grids.models import Plan, PlanPart
from linli.grids.queries.ground import Ground
from linli.grids.queries.plans import figures_of
from linli.grids.rules import DrawSettings, PlanKind
from linli.grids.rules.scores import BETWEEN_M, whole_score
from linli.places import queries as places
from linli.places.rules import AreaShape

type Told = Callable[[str, int, int], bool | None]
"""Told what is being done, and how far (done, of); answering False ends the search with the best found so far."""

_SAME_GRID = 0.5  # a grid drawn afresh that holds so large a share of a present one, or comes from it, keeps its code


@dataclass(frozen=True)
class DrawnPlan:
    """A plan that was drawn and not stored yet."""

    ground: Ground
    kind: PlanKind
    settings: DrawSettings
    layers: Layers  # cleaned, households worked out
    units: Units
    grid: Ints
    findings: tuple[Finding, ...]
    assumed: tuple[str, ...]  # communities of which neither dwellings nor buildings are known
    unmet: tuple[tuple[str, ...], ...]  # wishes for together and apart that could not be met
    parts: tuple[PlanPart, ...]  # unsaved
    scores: dict[str, object]
    seconds: dict[str, float]
    was_stopped: bool  # ended early, with the best found by then


def draw_up(ground: Ground, kind: PlanKind, settings: DrawSettings, *, told: Told) -> DrawnPlan:
    """Draw the grids of an area's ground, afresh or out of the present ones; nothing is stored."""
    watch = _Watch(told)
    layers, findings = clean(ground.layers)
    layers = estimate(layers, assumed=settings.assumed_households)
    watch.next("clean")
    guided = (
        layers if kind is PlanKind.REDRAW else replace(layers, present=())
    )  # drawn afresh, today's borders cut nothing
    units = cut(guided, settings, declared().weights, progress=watch.steps(_("切分地块")))
    named = units_by_code(units, layers.compounds, chain(*settings.together, *settings.apart))
    units = with_wishes(units, settings, named)
    watch.next("cut")
    watch.end_after(settings.time_limit_s)
    present, codes = _grids_of_today(ground, units)
    progress = watch.steps(_("划分网格"))
    if kind is PlanKind.REDRAW:
        if (present == FREE).all():
            raise errors.NoPresentGrids(area=places.area_name(ground.area_code))
        grid, curve = _redrawn(units, present, settings, watch, progress)
    else:
        grid, curve = draw(units.graph, settings, progress=progress).grid, ()
    watch.next("draw")
    parts = tuple(_parts(ground, kind, settings, _Map(units, grid, present, codes)))
    watch.next("describe")
    scores: dict[str, object] = {
        "plan": whole_score([figures_of(part) for part in parts]),
        "present": plain(score(units.graph, present, settings, in_one_piece=_in_one_piece(ground, codes)))
        if (present != FREE).any()
        else {},
    }
    assumed = tuple(sorted(layers.assumed_households))
    if curve:
        scores["curve"] = [_point(one) for one in curve]
    left = unmet(grid, settings, named)
    return DrawnPlan(
        ground, kind, settings, layers, units, grid, findings, assumed, left, parts, scores, watch.seconds,
        watch.was_stopped,
    )  # fmt: skip


def _redrawn(
    units: Units, present: Ints, settings: DrawSettings, watch: "_Watch", progress: Progress
) -> tuple[Ints, tuple[TradeOff, ...]]:
    """Change today's grids, and give the curve of choices unless somebody told the drawing to stop."""
    drawn = redraw(units.graph, present, settings, progress=progress)
    compared = watch.steps(_("比较几种取舍"))
    curve = () if watch.was_stopped else trade_off(units.graph, present, settings, drawn=drawn, progress=compared)
    if watch.was_stopped:
        return drawn.grid, ()
    grid = unbeaten(units.graph, present, settings, drawn, curve).grid
    return grid, chosen(curve, grid)


def _grids_of_today(ground: Ground, units: Units) -> tuple[Ints, list[str]]:
    """Say in which of today's grids each unit lies; those that hold no unit are left out."""
    zones = sorted(ground.layers.present, key=lambda one: one.key)
    found = present_of(units, zones)
    olds = np.unique(found[found != FREE])
    return np.where(found == FREE, FREE, np.searchsorted(olds, found)).astype(np.int32), [
        zones[old].key for old in olds
    ]


def keep(plan: Plan, drawn: DrawnPlan) -> None:
    """Store the communities of a drawn plan, those of an earlier try taken away."""
    PlanPart.objects.filter(plan=plan).delete()
    for part in drawn.parts:
        part.plan = plan
    PlanPart.objects.bulk_create(drawn.parts, batch_size=20)
    plan.scores = drawn.scores


class _Watch:
    """Passes on how far the drawing is, and measures its steps."""

    def __init__(self, told: Told) -> None:
        self._told, self._since, self.seconds = told, time.perf_counter(), dict[str, float]()
        self.was_stopped, self._ends_at = False, float("inf")

    def next(self, step: str) -> None:
        now = time.perf_counter()
        self.seconds[step], self._since = round(now - self._since, 2), now

    def end_after(self, seconds: float | None) -> None:
        """Stop the search, and what is compared after it, when so much time is over."""
        if seconds is not None:
            self._ends_at = time.monotonic() + seconds

    def steps(self, text: str) -> Callable[[int, int], bool | None]:
        """Give the callback for one step; once told to stop, everything after it stops too."""

        def tell(done: int, of: int) -> bool:
            is_late = done < of and time.monotonic() >= self._ends_at
            self.was_stopped = self.was_stopped or is_late or self._told(text, done, of) is False
            return not self.was_stopped

        return tell


@dataclass(frozen=True)
class _Map:
    """A whole drawing beside today's grids: of each unit the grid, and the place of today's grid among `codes`."""

    units: Units
    grid: Ints
    present: Ints
    codes: Sequence[str]


def _parts(ground: Ground, kind: PlanKind, settings: DrawSettings, whole: _Map) -> "list[PlanPart]":
    taken = taken_in(whole.units.community_codes)
    parts = []
    for number, code in enumerate(whole.units.community_codes):
        here = whole.units.graph.community == number
        if not here.any():
            continue
        units, grid, present = part_of(whole.units, number), whole.grid[here], whole.present[here]
        labels = grid if kind is PlanKind.REDRAW else _matched(units, grid, present, ground, whole.codes)
        part = PlanPart(community_code=code, ground=pack(units), mark=ground.marks.get(code, ""))
        _lay_present(part, units, present, whole.codes, settings, in_one_piece=_in_one_piece(ground, whole.codes))
        place, standing = _standing(labels, ground, whole.codes)
        describe_part(part, units, place, settings, standing=standing, taken=taken[code])
        part.drawn = part.grid_of_unit
        parts.append(part)
    return parts


def _matched(units: Units, grid: Ints, present: Ints, ground: Ground, codes: Sequence[str]) -> Ints:
    """Number grids drawn afresh like the present ones that they are mostly made of, or that mostly lie in them."""
    _labels, own = np.unique(grid, return_inverse=True)
    if (present == FREE).all():
        return (own + len(codes)).astype(np.int32)
    olds = np.unique(present[present != FREE])
    local = np.where(present == FREE, FREE, np.searchsorted(olds, present)).astype(np.int32)
    matched = best_match(units.graph, own.astype(np.int32), local)
    found = np.full(len(grid), FREE, np.int32)
    weight = units.graph.households + 1e-6 * units.graph.area_m2
    for label in np.unique(matched):
        inside = matched == label
        is_same = False
        if label < len(olds):
            then = local == label
            both = weight[inside & then].sum()
            is_same = both >= _SAME_GRID * min(weight[inside].sum(), weight[then].sum())
            is_same = is_same and _fits(units, inside, ground.present[codes[olds[label]]].kind == DEDICATED)
        found[inside] = olds[label] if is_same else len(codes) + label
    return found


def _standing(labels: Ints, ground: Ground, codes: Sequence[str]) -> tuple[Ints, list[Standing]]:
    """Number the grids of a community from 0, those of today by code and then the new ones; say what each was called."""
    numbers, place = np.unique(labels, return_inverse=True)
    standing = [_of_today(ground.present[codes[one]]) if one < len(codes) else Standing() for one in numbers.tolist()]
    return place.astype(np.int32), standing


def _fits(units: Units, inside: NDArray[np.bool_], is_dedicated: bool) -> bool:  # noqa: FBT001 a fact about today's grid
    """Say whether a drawn grid may go on as one of today's: a dedicated one as dedicated, a kept one as it is."""
    numbers = np.unique(units.graph.fixed[inside])
    if numbers[0] == FREE:
        return not is_dedicated
    return is_dedicated or units.fixed_kinds[numbers[0]] == KEPT


def _of_today(grid: AreaShape) -> Standing:
    return Standing(grid.code, grid.name, is_kept=True, name_today=grid.name, kind=grid.kind)


def _in_one_piece(ground: Ground, codes: Sequence[str]) -> Bools:
    """Say which of today's grids are one outline."""
    shapes = {zone.key: zone.shape for zone in ground.layers.present}
    return np.array([shapely.get_num_geometries(shapes[code]) == 1 for code in codes], np.bool_)


def _lay_present(
    part: PlanPart, units: Units, present: Ints, codes: Sequence[str], settings: DrawSettings, *, in_one_piece: Bools
) -> None:
    """Keep how today's grids lie on the ground, and their figures."""
    olds = np.unique(present[present != FREE])
    local = np.where(present == FREE, FREE, np.searchsorted(olds, present)).astype(np.int32)
    part.present_grids = [codes[old] for old in olds.tolist()]
    part.present = local.tobytes()
    if len(olds):
        found = plain(score(units.graph, local, settings, in_one_piece=in_one_piece[olds]))
        part.present_score = found | {BETWEEN_M: between_m(units.graph, local)}


def _point(one: TradeOff) -> dict[str, object]:
    """Write one choice of the curve between moving nobody and drawing afresh."""
    return {
        "way": one.way.value,
        "tolerance": one.tolerance,
        "moved_households": round(one.moved_households, 1),
        "worst_deviation": round(one.worst_deviation, 4),
        "share_within": round(one.share_within, 4),
        "share_in_band": None if one.share_in_band is None else round(one.share_in_band, 4),
        "is_plan": one.is_plan,
    }
