"""The maps of grids among what is printed: a higher room draws them, and `site`, which knows all rooms, names it at the start."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from linli.staff.rules import Actor

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

type DrawPage = Callable[["Canvas"], None]


class MapsOf(Protocol):
    """What gives the map of each grid of an area, by the grid's code; a grid without a boundary has none."""

    def __call__(self, actor: Actor, area_code: str, /, *, origin: str) -> Mapping[str, DrawPage]:
        """Give what draws each map on a page of its own."""


_find: Callable[[], MapsOf] | None = None


def draw_maps_with(find: Callable[[], MapsOf]) -> None:
    """Name what finds the one who draws maps, asked when the first is printed: PDF and shapes are much to load."""
    global _find
    _find = find


def maps_of(actor: Actor, area_code: str, *, origin: str) -> Mapping[str, DrawPage]:
    """Give what draws the map of each grid of a community, or of one grid."""
    return _find()(actor, area_code, origin=origin) if _find else {}
