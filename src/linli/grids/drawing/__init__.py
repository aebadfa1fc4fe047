"""The search that draws grids on a graph of units: numbers alone, no Django, no files."""
