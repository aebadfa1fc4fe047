"""Who answers for which grid: posts and counts in, findings out.

One grid, one worker; a supervisor looks after a few grids; two posts in one hand are one load. Nothing here looks at how
anybody works.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from linli.grids.rules.sizes import (
    COMMUNITY_DIGITS,
    GradeRule,
    GridCounts,
    Measure,
    Miss,
    SizeOf,
    SizeRule,
    grid_misses,
    mean_intensity,
    suggested_grade,
    value_of,
)


class Post(StrEnum):
    """How a grid stands for workers."""

    FILLED = "filled"
    SEVERAL = "several"  # more than the rule has
    FROM_ABOVE = "from-above"  # none of its own, somebody of the community covers it
    VACANT = "vacant"


class Span(StrEnum):
    """How a community stands for supervisors."""

    FITS = "fits"
    WIDE = "wide"
    NARROW = "narrow"
    NONE = "none"


@dataclass(frozen=True)
class StaffingRule:
    """How many workers a grid has, how many grids a worker and a supervisor have, from which share a load is heavy."""

    workers_per_grid: int = 1
    grids_per_worker: int = 1
    supervisors: frozenset[str] = frozenset({"leader"})
    span_low: int = 2
    span_high: int = 3
    heavy_from: float = 1.3
    building_heads: bool = False  # every building has a head (楼栋长), or it is told


@dataclass(frozen=True)
class HeldPost:
    """A post somebody holds: who, as what, where."""

    who: Hashable
    name: str
    role: str
    area_code: str


@dataclass(frozen=True)
class GridLine:
    """A grid with its workers, and what does not fit."""

    counts: GridCounts
    post: Post
    workers: tuple[str, ...]
    misses: tuple[Miss, ...]
    suggested_grade: str  # '' where nothing is counted to go by
    headless: int = 0  # buildings without a head, where the rule asks for one


@dataclass(frozen=True)
class WorkerLine:
    """What one grid worker has in all: grids, their sums, and other posts."""

    who: Hashable
    name: str
    grids: tuple[str, ...]
    other_roles: tuple[str, ...]
    households: int
    people: int
    workload: float
    load: float | None  # beside the mean of all workers: 1.0 is like everybody; None where households are not known
    has_many: bool
    is_heavy: bool
    misses: tuple[Miss, ...]
    is_counted: bool  # households of all grids are known


@dataclass(frozen=True)
class CommunityLine:
    """How many grids a supervisor of a community looks after."""

    code: str
    grids: int
    supervisors: tuple[str, ...]
    grids_each: float | None
    span: Span


@dataclass(frozen=True)
class Posts:
    """Who holds the posts of an area: grid workers by the code of their post, supervisors, other roles by person."""

    workers: Mapping[str, tuple[HeldPost, ...]]
    supervisors: Mapping[str, tuple[HeldPost, ...]]
    roles: Mapping[Hashable, frozenset[str]] = field(default_factory=dict)

    @property
    def grid_workers(self) -> tuple[HeldPost, ...]:
        """All posts of grid workers."""
        return tuple(post for posts in self.workers.values() for post in posts)


def posts_of(held: Iterable[HeldPost], rule: StaffingRule, *, worker_role: str) -> Posts:
    """Sort the posts held in an area by what they are for the grids."""
    workers, supervisors, roles = defaultdict(list), defaultdict(list), defaultdict(set)
    for post in held:
        roles[post.who].add(post.role)
        if post.role == worker_role:
            workers[post.area_code].append(post)
        elif post.role in rule.supervisors and len(post.area_code) >= COMMUNITY_DIGITS:
            supervisors[post.area_code[:COMMUNITY_DIGITS]].append(post)
    frozen = {who: frozenset(found - {worker_role}) for who, found in roles.items()}
    return Posts(_tuples(workers), _tuples(supervisors), frozen)


def grid_lines(
    grids: Sequence[GridCounts],
    posts: Posts,
    rule: StaffingRule,
    *,
    sizes: Iterable[SizeRule],
    grades: Sequence[GradeRule],
) -> tuple[GridLine, ...]:
    """Check every grid: its workers, its size for its grade, the grade its counts suggest."""
    factors = {grade.code: grade.band for grade in grades}
    wanted = [size for size in sizes if size.of is SizeOf.GRID]
    mean = mean_intensity(grids)
    return tuple(
        GridLine(
            one, _post(one, posts, rule), _names(one, posts), grid_misses(one, wanted, band=factors.get(one.grade, 1.0)),
            suggested_grade(one, grades, mean=mean),
            one.buildings - one.led_buildings if rule.building_heads else 0,
        )
        for one in grids
    )  # fmt: skip


def worker_lines(
    grids: Sequence[GridCounts], posts: Posts, rule: StaffingRule, *, sizes: Iterable[SizeRule]
) -> tuple[WorkerLine, ...]:
    """Add up what each grid worker has, in the order of their grids; a post for a whole community has its grids without a worker."""
    wanted = [size for size in sizes if size.of is SizeOf.WORKER]
    has = _grids_by_worker(grids, posts)
    loads = {post: sum(one.workload for one in mine) for post, mine in has.items() if _is_counted(mine)}
    mean = sum(loads.values()) / len(loads) if loads else 0.0
    beside = {post: load / mean if mean else 0.0 for post, load in loads.items()}
    lines = [
        _worker_line(who, name, mine, posts, rule, load=beside.get((who, name)), sizes=wanted)
        for (who, name), mine in has.items()
    ]
    return tuple(sorted(lines, key=lambda one: (one.grids, one.name)))


def community_lines(grids: Sequence[GridCounts], posts: Posts, rule: StaffingRule) -> tuple[CommunityLine, ...]:
    """Check how many basic grids each supervisor of a community looks after."""
    counts: dict[str, int] = defaultdict(int)
    for one in grids:
        counts[one.community_code] += one.is_basic
    return tuple(_community_line(code, count, posts, rule) for code, count in sorted(counts.items()))


def _tuples(found: Mapping[str, list[HeldPost]]) -> dict[str, tuple[HeldPost, ...]]:
    return {code: tuple(posts) for code, posts in found.items()}


def _post(counts: GridCounts, posts: Posts, rule: StaffingRule) -> Post:
    own = {post.who for post in posts.workers.get(counts.code, ())}
    if own:
        return Post.SEVERAL if len(own) > rule.workers_per_grid else Post.FILLED
    return Post.FROM_ABOVE if _above(counts.code, posts) else Post.VACANT


def _names(counts: GridCounts, posts: Posts) -> tuple[str, ...]:
    found = posts.workers.get(counts.code, ()) or _above(counts.code, posts)
    return tuple(dict.fromkeys(post.name for post in found))


def _above(code: str, posts: Posts) -> tuple[HeldPost, ...]:
    return posts.workers.get(code[:COMMUNITY_DIGITS], ())


def _grids_by_worker(grids: Sequence[GridCounts], posts: Posts) -> dict[tuple[Hashable, str], list[GridCounts]]:
    found: dict[tuple[Hashable, str], list[GridCounts]] = {(post.who, post.name): [] for post in posts.grid_workers}
    for one in grids:
        for post in posts.workers.get(one.code, ()) or _above(one.code, posts):
            mine = found[post.who, post.name]
            if one not in mine:
                mine.append(one)
    return found


def _worker_line(  # noqa: PLR0913 what a line is made of
    who: Hashable, name: str, mine: Sequence[GridCounts], posts: Posts, rule: StaffingRule, *, load: float | None,
    sizes: Iterable[SizeRule],
) -> WorkerLine:  # fmt: skip
    basic = [one for one in mine if one.is_basic]
    sums = {measure: sum(value_of(one, measure) or 0.0 for one in basic) for measure in Measure}
    known = sums if _is_counted(basic) else {Measure.AREA_KM2: sums[Measure.AREA_KM2]}
    found = (size.missed(known.get(size.measure)) for size in sizes)
    misses = tuple(miss for miss in found if miss is not None)
    return WorkerLine(
        who=who, name=name, grids=tuple(one.code for one in mine), other_roles=tuple(sorted(posts.roles.get(who, ()))),
        households=round(sums[Measure.HOUSEHOLDS]), people=round(sums[Measure.PEOPLE]),
        workload=sum(one.workload for one in mine), load=load, has_many=len(mine) > rule.grids_per_worker,
        is_heavy=load is not None and load >= rule.heavy_from, misses=misses, is_counted=_is_counted(mine),
    )  # fmt: skip


def _is_counted(grids: Sequence[GridCounts]) -> bool:
    return all(one.is_counted for one in grids)


def _community_line(code: str, grids: int, posts: Posts, rule: StaffingRule) -> CommunityLine:
    found = {post.who: post.name for post in posts.supervisors.get(code, ())}
    each = grids / len(found) if found else None
    return CommunityLine(code, grids, tuple(found.values()), each, _span(each, rule))


def _span(each: float | None, rule: StaffingRule) -> Span:
    if each is None:
        return Span.NONE
    if each > rule.span_high:
        return Span.WIDE
    return Span.NARROW if each < rule.span_low else Span.FITS
