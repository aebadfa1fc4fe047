"""What may be read of plans and of the staffing of grids."""
