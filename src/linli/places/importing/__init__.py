"""From a file of areas to stored areas: read, give codes, store, and say what happened to each."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import shapely
from django.db import transaction
from django.utils.translation import gettext as _

from linli.core.errors import LinliError
from linli.core.listing import listed
from linli.core.text_files import FileUnreadable
from linli.places import rules
from linli.places.actions import Imported, import_areas
from linli.places.errors import CodeTwice
from linli.places.importing.area_places import misplaced
from linli.places.importing.coder import Coded, Coder, by_parent
from linli.places.importing.traits import read_traits, unknown_traits
from linli.places.queries import all_codes, index_of, names_in_use
from linli.places.readers import Feature, Options, Reading, Remark, read_divisions, read_file
from linli.places.rules import LEVELS, AreaDraft

__all__ = ["ImportReport", "Source", "import_file"]


@dataclass(frozen=True)
class Source:
    """A file of areas, how to read it, the tables that give codes to names, and the area it lies under."""

    path: Path
    options: Options = field(default_factory=Options)
    code_tables: Sequence[Path] = ()
    under: str = ""


@dataclass
class ImportReport:
    """What an import of a file did: what was stored, what was refused, what a person should look at."""

    stored: Imported = field(default_factory=Imported)
    features: int = 0
    elsewhere: int = 0  # features that do not lie under the area asked for
    codes_lent: tuple[str, ...] = ()
    refused: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)


def import_file(
    source: Source, *, by: str, at: dt.datetime, on: dt.date | None = None, dry_run: bool = False
) -> ImportReport:
    """Import a file of areas; features that cannot be taken are named with the reason, the others go on.

    With `under`, what lies elsewhere by its code or the names above it is left out: one district can be taken from a table
    of the whole country. A dry run takes all of it back and counts what the real one will.
    """
    reading = read_file(source.path, source.options)
    coder = _coder(source, reading)
    features = [feature for feature in reading.features if _is_wanted(feature, source, coder)]
    _check_some(source, reading, features)
    report = ImportReport(
        features=len(features) + len(reading.refused),
        elsewhere=len(reading.features) - len(features),
        refused=list(reading.refused),
        notes=list(reading.notes),
    )
    drafts: dict[str, AreaDraft] = {}
    numbers: dict[str, int] = {}
    for feature in features:
        try:
            _draft(feature, coder, drafts, numbers, report)
        except LinliError as refusal:
            report.refused.append(Remark(feature.number, _label(feature), str(refusal)))
    report.codes_lent = tuple(sorted(coder.lent & drafts.keys()))
    labels = {feature.number: _label(feature) for feature in features}
    report.notes += [Remark(numbers[code], labels[numbers[code]], why) for code, why in misplaced(drafts)]
    report.stored = _store(drafts.values(), by=by, at=at, on=on, dry_run=dry_run)
    report.refused += [
        Remark(numbers.get(refusal.area_code, 0), refusal.name, refusal.reason) for refusal in report.stored.refused
    ]
    return report


def _check_some(source: Source, reading: Reading, wanted: Sequence[Feature]) -> None:
    """Refuse a file of which nothing at all would be looked at: people take no news for good news."""
    if wanted or reading.refused:
        return
    why = _("里面没有区域。")
    if reading.features:
        why = _("%(count)s 个区域没有一个在 %(under)s 之下，请核对 --under 或文件中的代码。")
    raise FileUnreadable(file=source.path.name, why=why % {"count": len(reading.features), "under": source.under})


@transaction.atomic
def _store(drafts: Iterable[AreaDraft], *, by: str, at: dt.datetime, on: dt.date | None, dry_run: bool) -> Imported:
    stored = import_areas(drafts, by=by, at=at, on=on)
    if dry_run:
        transaction.set_rollback(True)
    return stored


def _is_wanted(feature: Feature, source: Source, coder: Coder) -> bool:
    return feature.code.startswith(source.under) if feature.code else not coder.lies_elsewhere(feature)


def _coder(source: Source, reading: Reading) -> Coder:
    coder = Coder(taken=set(all_codes()), under=source.under)
    if any(not feature.code for feature in reading.features):
        coder.know(by_parent(names_in_use()), are_stored=True)
        for table in source.code_tables:
            coder.know((row.code, row.name) for row in read_divisions(table, columns={}).features)
    return coder


def _draft(
    feature: Feature, coder: Coder, drafts: dict[str, AreaDraft], numbers: dict[str, int], report: ImportReport
) -> None:
    way: list[Coded] = []
    if feature.code:
        coded = Coded(feature.code, feature.name)
    else:
        parent_code, way = coder.code_parent(feature, located=_located(feature))
        for area in way:
            drafts.setdefault(area.code, AreaDraft(area.code, area.name, rules.level_of(area.code)))
        coded = coder.code_own(feature, parent_code)
    _note(feature, [*way, coded], report)
    draft = _draft_of(feature, coded)
    rules.check_draft(draft)
    if coded.code in numbers:
        raise CodeTwice(area_code=coded.code)
    drafts[coded.code] = draft
    numbers[coded.code] = feature.number


def _located(feature: Feature) -> str:
    """Find the parent of a grid or community that names none, by where it lies."""
    place = LEVELS.index(feature.level)
    if feature.boundary is None or len(feature.names) > 1 or place == 0:
        return ""
    inside = shapely.get_coordinates(shapely.point_on_surface(shapely.from_wkb(feature.boundary)))[0]
    return index_of(LEVELS[place - 1]).locate(float(inside[0]), float(inside[1]))


def _note(feature: Feature, way: list[Coded], report: ImportReport) -> None:
    remarks, own = [], way[-1]
    if not feature.name and not feature.code:
        remarks.append(_("没有名称，暂记为“%(name)s”（%(code)s），请补上。") % {"name": own.name, "code": own.code})
    if mended := [coded.name for coded in way if coded.is_mended]:
        remarks.append(_("名称有无法识别的字符，按区划代码表改为“%(name)s”。") % {"name": listed(mended)})
    elif rules.BROKEN_CHARACTER in "".join(feature.names.values()):
        remarks.append(_("名称有无法识别的字符，请核对。"))
    remarks += unknown_traits(feature.traits)
    report.notes += [Remark(feature.number, _label(feature), remark) for remark in remarks]


def _label(feature: Feature) -> str:
    return " ".join(feature.names[level] for level in LEVELS if level in feature.names) or feature.code


def _draft_of(feature: Feature, coded: Coded) -> AreaDraft:
    """Make the draft; a grade or kind that is not known is left as stored."""
    return AreaDraft(coded.code, coded.name, feature.level, feature.boundary, **read_traits(feature.traits))
