"""Tests of the grids room."""
