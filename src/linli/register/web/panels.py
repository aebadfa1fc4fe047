"""What higher rooms show on the pages of a record: `site` names the panels at start, the register knows none of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.safestring import SafeString

from linli.staff.rules import Actor

# Given who reads and which record, writes its part of the page; '' where there is nothing for this reader.
Panel = Callable[[Actor, UUID], SafeString]


@dataclass
class Panels:
    """The panels of each kind of page."""

    household: Sequence[Panel] = ()
    resident: Sequence[Panel] = ()


PANELS = Panels()


def put(*, household: Sequence[Panel], resident: Sequence[Panel]) -> None:
    """Set the panels: called once at start by `site`, which knows all rooms."""
    PANELS.household, PANELS.resident = household, resident


def shown(panels: Sequence[Panel], actor: Actor, record_id: UUID) -> list[SafeString]:
    """Write the panels that have something for this reader."""
    return [text for panel in panels if (text := panel(actor, record_id))]
