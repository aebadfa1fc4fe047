"""What mediation does when a lower room announces a fact."""

from collections.abc import Mapping

from django.utils import timezone

from linli.core.ids import new_id
from linli.mediation.actions import relocate_mediations
from linli.staff.rules import SYSTEM, Command


def follow_the_map(fact: Mapping[str, object]) -> None:
    """Take mediations and committees of redrawn areas along, after the cases they belong to; told twice, nothing moves again."""
    prefixes = fact["prefixes"]
    if isinstance(prefixes, list):
        relocate_mediations([str(prefix) for prefix in prefixes], command=Command(new_id(), SYSTEM, timezone.now()))
