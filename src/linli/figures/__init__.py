"""Figures: received, filed, due, closed, in time, by area and kind."""
