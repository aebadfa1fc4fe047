"""What the places room announces."""

from dataclasses import dataclass
from typing import ClassVar

from linli.core.facts import Fact


@dataclass(frozen=True)
class AreasChanged(Fact):
    """Boundaries of grids were added, redrawn or closed: what lies there must be located again.

    `prefixes` are area codes whose rows may have moved; points that lay in no grid may now lie in one within
    `bounds` (west, south, east, north; empty when no boundary is known). `on` is the day from which it holds.
    """

    name: ClassVar[str] = "places.areas-changed"
    prefixes: tuple[str, ...]
    bounds: tuple[float, ...] = ()
    on: str = ""


@dataclass(frozen=True)
class DwellingsRelocated(Fact):
    """Buildings and dwellings of some areas have followed the map: what hangs on a dwelling or a closed area follows.

    `prefixes` are those of the change of areas, with the areas that buildings left or came to; `on` is the day from which
    it holds. A building whose point a newer map or the back office corrects is told in the same way.
    """

    name: ClassVar[str] = "places.dwellings-relocated"
    prefixes: tuple[str, ...]
    on: str = ""
