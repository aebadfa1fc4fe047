"""Maps to print, pictures and workbooks of grids."""
