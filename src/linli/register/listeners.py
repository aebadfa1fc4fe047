"""What the register does when a lower room announces a fact."""

from collections.abc import Mapping

from linli.register.actions import relocate_homes


def move_homes(fact: Mapping[str, object]) -> None:
    """Have households, organisations and enrolments follow their dwellings; told twice, nothing moves again."""
    prefixes = fact["prefixes"]
    if isinstance(prefixes, list):
        relocate_homes([str(prefix) for prefix in prefixes], on=str(fact.get("on", "")))
