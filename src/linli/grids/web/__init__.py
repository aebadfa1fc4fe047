"""The desk's pages of plans, and the public pages of grids."""
