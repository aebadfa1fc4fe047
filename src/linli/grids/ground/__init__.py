"""The ground grids are drawn on: layers cleaned, cut into units, and put together again as polygons; metres alone."""
