"""What is drawn: boxes, arrows and notes, in words already chosen."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Node:
    """One phase: its name, its stage by number and name, what is written small below; aside of the usual course or on it."""

    code: str
    name: str
    stage: int
    stage_name: str
    lines: tuple[str, ...] = ()
    is_end: bool = False
    is_aside: bool = False


@dataclass(frozen=True)
class Link:
    """One step from one phase to another: what it is called, and who takes it."""

    start: str
    end: str
    name: str
    who: str

    @property
    def label(self) -> str:
        """The words at the arrow."""
        return f"{self.name} · {self.who}" if self.who else self.name


@dataclass(frozen=True)
class Picture:
    """A whole workflow, ready to be drawn; nodes in the order of the course, ends last."""

    title: str
    about: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    notes: tuple[str, ...] = ()
    legend: tuple[str, str, str] = ("", "", "")
    language: str = "zh-Hans"
