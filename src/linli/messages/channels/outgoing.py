"""What is handed to a channel: an address and the words, nothing else."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Outgoing:
    """One message on its way out; `id` stays the same when it is tried again, so that a receiver can tell."""

    id: str
    address: str
    title: str
    text: str
    code: str = ""
    url: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    is_urgent: bool = False

    @property
    def body(self) -> str:
        """The text with the page to open below it, where the installation has an address."""
        return f"{self.text}\n{self.url}" if self.url else self.text
