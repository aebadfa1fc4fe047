"""Figures of cases as files people take with them."""
