"""What stands on the badge of a grid worker: who it is, for whom and where, and the page that says whether it is still so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from linli.places import queries as places
from linli.staff.queries.cards import CardPerson
from linli.visits.queries.cards import CardFacts, site_address


@dataclass(frozen=True)
class Badge:
    """The badge of one worker: nothing that is not told to everybody on the grid's own page."""

    name: str
    post: str
    unit: str
    place: str
    phone: str
    supervision: str
    check_url: str


def badges_of(grids: Iterable[CardFacts], *, origin: str = "") -> Sequence[Badge]:
    """Make the badges of the workers of some grids; whoever works in several through one post has one."""
    found: dict[CardPerson | tuple[str, CardPerson], Badge] = {}
    for facts in grids:
        for number, one in enumerate(facts.workers):
            is_own = one.area_code == facts.grid_code
            found.setdefault((f"{facts.grid_code} {number}", one) if is_own else one, _badge(facts, one, origin))
    return tuple(found.values())


def _badge(facts: CardFacts, one: CardPerson, origin: str) -> Badge:
    place = f"{facts.community} {facts.grid}" if one.area_code == facts.grid_code else places.area_name(one.area_code)
    return Badge(
        name=one.name, post=one.post, unit=one.unit, place=place, phone=one.phone, supervision=facts.supervision,
        check_url=f"{site_address(origin)}{reverse('grid-public:grid', args=[facts.grid_code])}",
    )  # fmt: skip
