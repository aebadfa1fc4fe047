"""The site room as a Django app: at start it tells the fact bus who knows who listens, and the printing who draws maps."""

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from linli.core.facts import Listeners
    from linli.visits.exports.maps import MapsOf


class SiteConfig(AppConfig):
    name = "linli.site"
    label = "linli_site"

    def ready(self) -> None:
        """Connect the listeners of all rooms, and the drawing of maps with what is printed for a grid."""
        from linli.core.facts import listen_later  # noqa: PLC0415 models are not ready before this
        from linli.visits.exports.maps import draw_maps_with  # noqa: PLC0415 as above

        listen_later(_listeners)
        draw_maps_with(_maps)


def _listeners() -> "Listeners":
    from linli.site.listeners import LISTENERS  # noqa: PLC0415 nearly every room, for what announces or tells a fact

    return LISTENERS


def _maps() -> "MapsOf":
    from linli.grids.exports.poster import grid_pages  # noqa: PLC0415 PDF and shapes, for whoever prints a map

    return grid_pages
