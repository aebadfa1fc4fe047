"""Grids that draw themselves: plans drawn, checked, edited, approved, adopted, staffed and printed."""
