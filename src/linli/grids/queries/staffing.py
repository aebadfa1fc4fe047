"""The staffing check of an area: every grid with its workers and sizes, every worker's load, every community's supervisors."""

from collections.abc import Sequence
from dataclasses import dataclass

from linli.core.errors import NotAllowed
from linli.grids.catalogue import declared
from linli.grids.queries.counts import grid_counts
from linli.grids.rules.sizes import Disagreement, GridCounts, SizeRule, Statement, disagreements
from linli.grids.rules.staffing import (
    CommunityLine,
    GridLine,
    HeldPost,
    Post,
    Posts,
    Span,
    StaffingRule,
    WorkerLine,
    community_lines,
    grid_lines,
    posts_of,
    worker_lines,
)
from linli.places import queries as places
from linli.places.rules import DIGITS, Level
from linli.staff import queries as staff
from linli.staff.rules import Actor, Permission, Role

_COMMUNITY = DIGITS[Level.COMMUNITY]
CHECKING = (Permission.GRIDS_DRAW, Permission.GRIDS_APPROVE, Permission.PEOPLE_VIEW)


@dataclass(frozen=True)
class Staffing:
    """Everything the check says of an area."""

    area_code: str
    area_name: str
    is_exact: bool  # the reader keeps the register there; everybody else is told no count below ten
    rule: StaffingRule
    sizes: Sequence[SizeRule]
    grids: Sequence[GridLine]
    workers: Sequence[WorkerLine]
    communities: Sequence[CommunityLine]
    stated: Sequence[tuple[Statement, Sequence[Disagreement]]]

    @property
    def vacant(self) -> int:
        """How many grids have no worker at all."""
        return sum(one.post is Post.VACANT for one in self.grids)

    @property
    def off_size(self) -> int:
        """How many grids are of another size than the rules have it."""
        return sum(bool(one.misses) for one in self.grids)

    @property
    def uncounted(self) -> tuple[str, ...]:
        """The communities of which the register has no household: of what size their grids are is not known."""
        return tuple(sorted({one.counts.community_code for one in self.grids if not one.counts.is_counted}))

    @property
    def stretched(self) -> int:
        """How many workers have more grids than the rule has it."""
        return sum(one.has_many for one in self.workers)

    @property
    def off_span(self) -> int:
        """How many communities have too few supervisors, or too many."""
        return sum(one.span is not Span.FITS for one in self.communities)

    @property
    def has_findings(self) -> bool:
        """Say whether there is anything to mend."""
        several = any(one.post is not Post.FILLED or one.headless for one in self.grids)
        heavy = any(one.is_heavy or one.misses or not one.grids for one in self.workers)
        said = any(found for _statement, found in self.stated)
        return several or heavy or said or bool(self.off_size or self.stretched or self.off_span)


def may_check(actor: Actor, area_code: str) -> bool:
    """Say whether somebody may see how an area is staffed: whoever draws or decides on its grids, or keeps its register."""
    return any(actor.may(permission, area_code) for permission in CHECKING)


def scopes_of_check(actor: Actor) -> tuple[str, ...]:
    """List the areas whose staffing somebody may see."""
    return tuple(prefix for permission in CHECKING for prefix in actor.prefixes(permission))


def staffing(actor: Actor, area_code: str) -> Staffing:
    """Check an area."""
    if not may_check(actor, area_code):
        raise NotAllowed
    area, rule = places.describe(area_code) if area_code else None, declared().staffing.rule
    grids, posts = grid_counts([area_code]), _posts(area_code, rule)
    sizes = declared().size_rules
    stated = [one.said for one in declared().statements.values() if one.area.startswith(area_code)]
    return Staffing(
        area_code=area_code, area_name=area.name if area else "", is_exact=actor.may(Permission.PEOPLE_VIEW, area_code),
        rule=rule, sizes=sizes, grids=grid_lines(grids, posts, rule, sizes=sizes, grades=declared().grade_rules),
        workers=worker_lines(grids, posts, rule, sizes=sizes), communities=_communities(area_code, grids, posts, rule),
        stated=[(one, disagreements(one, grids)) for one in stated],
    )  # fmt: skip


def _posts(area_code: str, rule: StaffingRule) -> Posts:
    """Find who holds the posts at and below an area; of a single grid also who covers it from its community."""
    community = area_code[:_COMMUNITY]
    above = staff.workers_of_grid(community) if community != area_code else []
    held = [*staff.people_under(area_code), *(one for one in above if one.area_code == community)]
    found = (HeldPost(one.account_id, one.name, one.role.value, one.area_code) for one in held)
    return posts_of(found, rule, worker_role=Role.GRID_WORKER.value)


def _communities(
    area_code: str, grids: Sequence[GridCounts], posts: Posts, rule: StaffingRule
) -> tuple[CommunityLine, ...]:
    """Check the supervisors of whole communities: one grid alone says nothing of them."""
    return community_lines(grids, posts, rule) if len(area_code) <= _COMMUNITY else ()
