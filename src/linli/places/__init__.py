"""Areas, grids, streets, buildings and dwellings; where a point lies."""
