"""Holding a list against the register: columns, normalising, weights, scoring. No Django model is touched here."""
