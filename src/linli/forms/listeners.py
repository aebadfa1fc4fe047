"""What forms do when a lower room announces a fact."""

from collections.abc import Mapping

from linli.forms.actions.relocating import relocate_forms


def follow_the_map(fact: Mapping[str, object]) -> None:
    """Have what waits for a look follow its people to their new grids."""
    prefixes = fact["prefixes"]
    if isinstance(prefixes, list):
        relocate_forms(str(prefix) for prefix in prefixes)
