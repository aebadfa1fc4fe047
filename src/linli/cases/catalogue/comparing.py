"""What one catalogue says otherwise than another: kinds and workflows added, removed and changed, down to the single value."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from linli.cases.catalogue.declarations import Catalogue, KindDeclaration
from linli.cases.catalogue.workflows import WorkflowDeclaration

Declared = KindDeclaration | WorkflowDeclaration


@dataclass(frozen=True)
class Change:
    """One value that would be another: where it stands, what it is and what it would be; None where there is none."""

    what: str
    before: object
    after: object


@dataclass(frozen=True)
class Changes:
    """What would be new, gone or other of one sort of declaration, by code."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: Mapping[str, tuple[Change, ...]]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True)
class Comparison:
    """What would change."""

    kinds: Changes
    workflows: Changes

    def kinds_with_other_limits(self) -> dict[str, tuple[Change, ...]]:
        """List the kinds that would get other limits, with those limits."""
        found = {
            code: tuple(change for change in changes if change.what.startswith(("limits.", "conditions.")))
            for code, changes in self.kinds.changed.items()
        }
        return {code: changes for code, changes in found.items() if changes}


def compare(before: Catalogue, after: Catalogue) -> Comparison:
    """Compare two catalogues."""
    return Comparison(_changes(before.kinds, after.kinds), _changes(before.workflows, after.workflows))


def _changes(before: Mapping[str, Declared], after: Mapping[str, Declared]) -> Changes:
    both = [code for code in before if code in after and before[code].version != after[code].version]
    return Changes(
        added=tuple(code for code in after if code not in before),
        removed=tuple(code for code in before if code not in after),
        changed={code: tuple(_differences(before[code].declared(), after[code].declared())) for code in both},
    )


def _differences(before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[Change]:
    old, new = dict(_values(before, "")), dict(_values(after, ""))
    for what in dict.fromkeys([*old, *new]):
        if old.get(what) != new.get(what):
            yield Change(what, old.get(what), new.get(what))


def _values(content: object, path: str) -> Iterator[tuple[str, object]]:
    """Walk over declared content; parts of a list go by their code, so that moving them changes nothing."""
    if isinstance(content, Mapping):
        for key, value in content.items():
            yield from _values(value, f"{path}.{key}" if path else str(key))
    elif isinstance(content, Sequence) and not isinstance(content, str) and any(_code(one) for one in content):
        for one in content:
            yield from _values(one, f"{path}.{_code(one)}")
    else:
        yield path, content


def _code(content: object) -> str:
    return str(content.get("code") or content.get("when") or "") if isinstance(content, Mapping) else ""
