"""Enter a household that another system sends: whoever may import into its area may, and learns of nobody beyond it."""

from dataclasses import replace

from linli.register import errors
from linli.register.actions.batches import check_may_import
from linli.register.actions.entering import enter_household
from linli.register.models import Household
from linli.register.rules import NewHousehold
from linli.staff.rules import Command


def take_in_household(new: NewHousehold, *, command: Command, source: str) -> Household:
    """Enter a household with its people; a repeat of the command gives the first answer."""
    check_may_import(command.by, new.area_code)
    machine = replace(command.by, is_system=True)
    try:
        return enter_household(new, command=replace(command, by=machine), source=source)
    except errors.IdNumberTaken:
        raise errors.IdNumberTaken from None  # whose it is may lie outside the sender's area
