"""Visits to homes: planned by care class and by event, made, answered; what was agreed, and what follows from it."""
