"""What places do when their own map changes: the components follow it."""

from collections.abc import Mapping

from linli.places.actions import relocate_components
from linli.places.queries import forget


def move_components(fact: Mapping[str, object]) -> None:
    """Locate the components of redrawn areas anew."""
    prefixes = fact["prefixes"]
    if isinstance(prefixes, list):
        forget()  # the change is newer than what this process keeps of the map
        relocate_components([str(prefix) for prefix in prefixes])
