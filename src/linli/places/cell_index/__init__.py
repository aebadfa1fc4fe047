"""Points to polygons: the raster cell index."""

from linli.places.cell_index.index import CellIndex

__all__ = ["CellIndex"]
