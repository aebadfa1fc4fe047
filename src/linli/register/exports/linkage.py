"""What people decided in a reconciliation, as an Excel workbook: the department's rows with the finding, nothing beyond the purpose."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import batched
from typing import IO
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from linli.core.tables import safe_cell
from linli.places import queries as places
from linli.register.catalogue import declared
from linli.register.models import LinkageJob, LinkagePair, Resident
from linli.register.queries.linkage_pairs import Standing, standing_of
from linli.register.queries.linkages import decided_rows, needs_second_look, said_in
from linli.register.queries.naming_linkage import FIELD_WORDS, NOT_FOUND, STANDING_WORDS, STATE_WORDS, decision_word

_AT_ONCE = 500


def write_results(job: LinkageJob, file: IO[bytes]) -> list[UUID]:
    """Write one line for each row of the list; give the residents of whom it tells something."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("比对结果"))
    names = [name for name in job.settings["columns"] if name in FIELD_WORDS] or ["name"]
    shown = _shown(job)
    sheet.append(_head(names, shown))
    told: list[UUID] = []
    for pairs in batched(decided_rows(job), _AT_ONCE, strict=False):
        standing = _standings(pairs)
        for pair in pairs:
            sheet.append([safe_cell(value) for value in _line(pair, names, shown, standing)])
            told += [pair.resident_id] if pair.resident_id in standing else []
    sheet.append([])
    sheet.append([safe_cell(_about(job))])
    book.save(file)
    return told


def write_jobs(jobs: Iterable[LinkageJob], file: IO[bytes]) -> None:
    """Write the list of reconciliations."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("数据比对"))
    sheet.append(
        [_("名称"), _("区域"), _("目的"), _("依据"), _("状态"), _("行数"), _("发起人"), _("发起时间"), _("销毁日期")]
    )
    for job in jobs:
        line = (
            job.title, places.area_name(job.area_code), purpose_word(job.purpose_code), job.basis,
            str(STATE_WORDS.get(job.state, job.state)), job.rows, job.by_name,
            timezone.localtime(job.started_at).replace(tzinfo=None, microsecond=0), job.destroy_by,
        )  # fmt: skip
        sheet.append([safe_cell(value) for value in line])
    book.save(file)


def purpose_word(code: str) -> str:
    """Name a purpose."""
    purpose = declared().purposes.get(code)
    return str(purpose.name) if purpose else code


def _shown(job: LinkageJob) -> frozenset[str]:
    """Say what of the register may be told for the purpose."""
    purpose = declared().purposes.get(job.purpose_code)
    return frozenset(purpose.attributes) if purpose else frozenset()


def _head(names: Sequence[str], shown: frozenset[str]) -> list[str]:
    told = [str(FIELD_WORDS[name]) for name in names]
    beside = ([_("登记区域")] if "area" in shown else []) + ([_("登记情况")] if "lives" in shown else [])
    return [_("行号"), *told, _("结果"), *beside, _("理由"), _("判断人"), _("复核人"), _("可能性")]


def _line(
    pair: LinkagePair, names: Sequence[str], shown: frozenset[str], standing: Mapping[UUID, Standing]
) -> Iterator[object]:
    said = said_in(pair)
    yield pair.row
    yield from (said.get(name, "") for name in names)
    needs_second = needs_second_look(pair)
    yield str(NOT_FOUND) if pair.resident_id is None else decision_word(pair.decision, needs_second=needs_second)
    home = standing.get(pair.resident_id) if pair.resident_id else None
    if "area" in shown:
        yield places.area_name(home.area_code) if home else ""
    if "lives" in shown:
        yield str(STANDING_WORDS[home.state]) if home else ""
    yield from (pair.reason, pair.decided_by_name, pair.second_by_name)
    yield round(pair.probability, 4) if pair.resident_id else ""


def _standings(pairs: Sequence[LinkagePair]) -> dict[UUID, Standing]:
    """Look up how those stand in the register who were found to be the same, with both looks where two are needed."""
    same = [
        one.resident_id for one in pairs if one.decision == "same" and one.resident_id and not needs_second_look(one)
    ]
    return standing_of(list(Resident.objects.filter(pk__in=same)))


def _about(job: LinkageJob) -> str:
    said = _("目的：%(purpose)s；依据：%(basis)s；本表只用于这一目的，最迟 %(day)s 销毁。“没有找到”不等于有问题。")
    return said % {"purpose": purpose_word(job.purpose_code), "basis": job.basis, "day": job.destroy_by}
