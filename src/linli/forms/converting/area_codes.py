"""The codes of this installation's areas, which lists of answers may hold: a grid's looks like an old ID number."""

from linli.places import queries as places


def is_area(code: str) -> bool:
    """Say whether a code was ever given to an area here; a list may be older than the last redrawing."""
    return code in places.area_tree().by_code
