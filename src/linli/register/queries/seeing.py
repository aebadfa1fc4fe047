"""Who sees counts as they are, and who sees them as they may go public."""

from linli.core.errors import NotAllowed
from linli.staff.rules import Actor, Permission

# Digits of the codes of the parts that an area of so many digits is told by.
NEXT_DIGITS = {0: 6, 2: 4, 4: 6, 6: 9, 9: 12, 12: 15, 15: 15}
MOST_PUBLISHED_DIGITS = 12  # no grid's people are published


def sees_exactly(actor: Actor, area_code: str) -> bool:
    """Say whether somebody sees an area's counts as they are: who may look at its residents one by one.

    Everybody else who may see figures there is given the published ones; others are refused.
    """
    if actor.may(Permission.PEOPLE_VIEW, area_code):
        return True
    if not actor.may(Permission.FIGURES_VIEW, area_code) or len(area_code) > MOST_PUBLISHED_DIGITS:
        raise NotAllowed
    return False


def scopes_of_counts(actor: Actor) -> tuple[str, ...]:
    """List the areas whose counts somebody may see in either form."""
    return (*actor.prefixes(Permission.PEOPLE_VIEW), *actor.prefixes(Permission.FIGURES_VIEW))


def digits_of_parts(area_code: str) -> int:
    """Say how long the codes of an area's parts are."""
    return NEXT_DIGITS.get(len(area_code), MOST_PUBLISHED_DIGITS)
