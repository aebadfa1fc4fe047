"""Points to polygons: the raster cell index, and how near the next polygon is."""

from linli.places.cell_index.index import CellIndex
from linli.places.cell_index.nearness import NearIndex

__all__ = ["CellIndex", "NearIndex"]
