"""What the register does when a lower room announces a fact."""

from collections.abc import Mapping

from linli.places.queries import forget
from linli.register.actions import relocate_homes


def move_homes(fact: Mapping[str, object]) -> None:
    """Have households, organisations and enrolments follow their dwellings; told twice, nothing moves again."""
    prefixes = fact["prefixes"]
    if isinstance(prefixes, list):
        forget()  # the change is newer than what this process keeps of the map
        relocate_homes([str(prefix) for prefix in prefixes], on=str(fact.get("on", "")))
