"""Contents at rest: several texts sealed together as one."""

import json

from linli.core.secrets import seal, unseal


def pack(**texts: str) -> str:
    """Seal named texts into one value; nothing said stays empty."""
    said = {name: text for name, text in texts.items() if text}
    return seal(json.dumps(said, ensure_ascii=False)) if said else ""


def unpack(token: str) -> dict[str, str]:
    """Open what `pack` sealed; a text that was not said is not there."""
    opened: dict[str, str] = json.loads(unseal(token)) if token else {}
    return opened
