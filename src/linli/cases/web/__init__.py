"""Pages of cases: the desk and the residents' portal."""
