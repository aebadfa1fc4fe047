"""Suggests the kind of a report from its text and points out likely duplicates; a person decides. No Django, no rows."""
