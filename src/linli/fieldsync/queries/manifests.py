"""What a phone was last sent, by the cursor it shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from linli.fieldsync.models import Manifest
from linli.fieldsync.rules.manifests import unpacked


@dataclass(frozen=True)
class Known:
    """A manifest as it was stored: the marks of its parts at hand, its rows read only where a mark differs."""

    cursor: UUID | None = None
    marks: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""

    def rows(self) -> dict[str, dict[str, bytes]]:
        """Read the rows of every part."""
        return unpacked(self.content) if self.content else {}


NOTHING = Known()


def known_to(device_id: UUID, cursor: str) -> Known:
    """Find what a phone holds; a cursor that is not known (any more) knows nothing, and everything is sent again."""
    try:
        key = UUID(cursor)
    except ValueError:
        return NOTHING
    row = Manifest.objects.filter(device=device_id, pk=key).values_list("marks", "held").first()
    return Known(key, row[0], bytes(row[1])) if row else NOTHING
