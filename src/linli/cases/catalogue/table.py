"""The reference page of case kinds, written from the catalogue so that it cannot fall behind."""

from collections.abc import Iterator

from linli.cases.catalogue.declarations import Catalogue, KindDeclaration, MajorDeclaration
from linli.cases.catalogue.shapes import GradedLimit, Stage
from linli.cases.rules import Evidence

_HEAD = """# Case kinds

Every kind of case Linli ships, as declared in `src/linli/catalogue/kinds/`. This page is written by
`linli catalogue table`; change the declarations, not the page. How to add a kind or override one for
your city: [Add a case kind](../how-to/add-a-case-kind.md).

Limits with three values are for grids of management grade A, B and C. *h* is clock hours (紧急工作时),
*wh* working hours (工作时), *wd* working days (工作日). The resident's limit runs from submission, the
others from the step before. Behind a condition of `conditions.toml` stands the limit that holds under it.
Photos: what closing needs as evidence. Where a source says *(example)*, the value is Linli's own choice for
a city to replace.

"""
_COLUMNS = (
    "| Code | 名称 | Kind | Duty | Owner | Handling | Resident | Photos | Lanes | Source |\n" + "|---" * 10 + "|\n"
)
_PHOTOS = {Evidence.NONE: "–", Evidence.AFTER: "after", Evidence.BEFORE_AND_AFTER: "before, after"}
_SHORT_UNITS = {"hours": "h", "working hours": "wh", "working days": "wd"}


def kinds_table(catalogue: Catalogue) -> str:
    """Write the reference page: the kinds under their major classes, in the order of the files."""
    return _HEAD + f"{len(catalogue.kinds)} kinds.\n" + "".join(_sections(catalogue))


def _sections(catalogue: Catalogue) -> Iterator[str]:
    group = None
    for major in catalogue.majors.values():
        kinds = catalogue.kinds_of(major.code)
        if not kinds:
            continue
        if major.group is not group:
            group = major.group
            yield f"\n## {group.value.capitalize()}s\n"
        yield _section(major, kinds, catalogue)


def _section(major: MajorDeclaration, kinds: list[KindDeclaration], catalogue: Catalogue) -> str:
    title = f"\n### {major.name.en} · {major.name.zh_hans}\n\n"
    return title + _COLUMNS + "".join(_row(kind, catalogue) for kind in kinds)


def _row(kind: KindDeclaration, catalogue: Catalogue) -> str:
    cells = (
        f"`{kind.code}`",
        kind.name.zh_hans,
        kind.name.en + (" (confidential)" if kind.confidential else ""),
        catalogue.duties[kind.duty].name.en,
        kind.owner_rule.value.removesuffix("-first") + " first",
        _limits(kind, Stage.HANDLING),
        _limits(kind, Stage.RESIDENT),
        _PHOTOS[kind.evidence],
        ", ".join(kind.lanes),
        kind.source.replace("|", "\\|"),
    )
    return "| " + " | ".join(cells) + " |\n"


def _limits(kind: KindDeclaration, stage: Stage) -> str:
    """The limit of a step, and what it is under each condition that changes it."""
    under = [f"{one.when}: {_limit(found)}" for one in kind.conditions if (found := one.of(stage))]
    return "; ".join([_limit(kind.limits.of(stage)), *under])


def _limit(limit: GradedLimit) -> str:
    texts = [f"{part.amount:g} {_SHORT_UNITS[part.unit.value]}" for part in (limit.a, limit.b, limit.c)]
    return " / ".join(texts) if limit.is_graded else texts[0]
