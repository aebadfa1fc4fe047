"""`linli areas`, whole: the commands of the places room, and those that the rooms of grids and the register add to them."""

from linli.grids import cli as _grids  # noqa: F401 adds its commands to those of areas
from linli.grids import cli_heads as _heads  # noqa: F401 as above
from linli.grids import cli_staffing as _staffing  # noqa: F401 as above
from linli.places.cli import areas
from linli.register import cli_buildings as _buildings  # noqa: F401 as above

__all__ = ["areas"]
