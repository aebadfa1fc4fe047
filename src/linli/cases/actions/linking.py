"""Merge, separate again, split and link cases: each keeps its history, and whoever reported one is told.

A merged case ends as a duplicate of the main one; whoever reported it follows the main one from then on, by the number and
code they have. Both histories say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.cases import errors, rules
from linli.cases.actions import changes
from linli.cases.actions.noting_links import link_duplicate, note_link
from linli.cases.actions.opening import open_following
from linli.cases.actions.recording import begin, find_for_step, record
from linli.cases.actions.reporting import NewReport
from linli.cases.facts import CasesMerged
from linli.cases.models import Case, CaseLink, Reporter, Task
from linli.cases.queries.links import merged_into
from linli.cases.rules import State, StepName
from linli.cases.rules.links import LinkKind, Mergeable, check_merge, check_number, check_related
from linli.core.facts import announce
from linli.core.listing import listed
from linli.core.statements import find_row, insert_row
from linli.staff.rules import Command


@dataclass(frozen=True)
class Part:
    """One matter of a report that has several: its own words and, where known, its kind."""

    text: str
    kind_code: str = ""


@transaction.atomic
def merge_cases(main_id: UUID, duplicates: Sequence[UUID], *, command: Command, note: str = "") -> Case:
    """Merge one or several cases into one that goes on; each ends as its duplicate and its reporter is told."""
    if (first := begin(command, StepName.MERGE, answer=main_id)) is not None:
        return Case.objects.get(pk=first)
    check_number(len(set(duplicates)))
    main = _locked([main_id, *duplicates])[main_id]
    if not rules.may_see(main.standing, command.by):
        raise errors.CaseNotFound
    numbers = [_merge(case_id, main, command, note=note.strip()) for case_id in dict.fromkeys(duplicates)]
    record(main, StepName.LINK, command, note=_("并入：%(numbers)s") % {"numbers": listed(numbers)})
    return main


@transaction.atomic
def unmerge_case(case_id: UUID, *, command: Command, reason: str) -> Case:
    """Take a mistaken merge back: the case waits for filing again, and its reporter follows it again."""
    if (first := begin(command, StepName.UNMERGE, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.UNMERGE, command)
    if case.duplicate_of is None:
        raise errors.WrongState
    said, main = rules.check_reason(reason), find_row(Case, case.duplicate_of, lock=True)
    held = CaseLink.objects.filter(from_case=case, kind=LinkKind.DUPLICATE.value, ended_at=None)
    held.update(ended_at=command.at)
    record(case, StepName.UNMERGE, command, note=said, result="", outcome="", duplicate_of=None, closed_at=None)
    if main is not None and main.state not in {State.DECLINED, State.VOIDED}:
        record(main, StepName.LINK, command, note=_("取消并入：%(number)s") % {"number": case.number})
    return case


@transaction.atomic
def split_case(case_id: UUID, parts: Sequence[Part], *, command: Command) -> list[Case]:
    """Make a case of each further matter in a report; all count from its submission, and its reporter is told the numbers."""
    if begin(command, StepName.SPLIT, answer=case_id) is not None:
        return _parts_of(case_id, command)
    check_number(len(parts))
    case = find_for_step(case_id, StepName.SPLIT, command)
    if not rules.may_see(case.standing, command.by):
        raise errors.StepNotAllowed
    made = [_part(case, part, command) for part in parts]
    numbers = listed(part.number for part in made)
    record(case, StepName.SPLIT, command, note=_("分出：%(numbers)s") % {"numbers": numbers})
    return made


@transaction.atomic
def link_cases(case_id: UUID, other_id: UUID, *, command: Command, note: str = "") -> Case:
    """Note that two cases have to do with each other; both go on as they are."""
    if (first := begin(command, StepName.LINK, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    check_related(str(case_id), str(other_id))
    _locked([case_id, other_id])
    case, other = (find_for_step(one, StepName.LINK, command) for one in (case_id, other_id))
    if note_link(case, other, kind=LinkKind.RELATED, command=command, note=_said(other, note)):
        record(other, StepName.LINK, command, note=_said(case, note))
    return case


def _locked(case_ids: Sequence[UUID]) -> dict[UUID, Case]:
    """Lock cases in the order of their ids, so that two people who merge crosswise wait rather than deadlock."""
    found = {case_id: find_row(Case, case_id, lock=True) for case_id in sorted(set(case_ids))}
    if missing := [case_id for case_id, case in found.items() if case is None]:
        raise errors.CaseNotFound(number=str(missing[0]))
    return {case_id: case for case_id, case in found.items() if case is not None}


def _merge(case_id: UUID, main: Case, command: Command, *, note: str) -> str:
    case = find_for_step(case_id, StepName.MERGE, command)
    check_merge(_mergeable(main), _mergeable(case))
    if merged_into(case.pk):
        raise errors.HasMerged(field="number")
    said = _("与 %(number)s 号案卷反映同一件事，并入办理。") % {"number": main.number}
    ended = changes.declined(reason=f"{said}{note}", duplicate_of=main.pk, at=command.at)
    Task.objects.filter(case=case, ended_at=None).update(state="ended", ended_at=command.at)
    link_duplicate(case, main.pk, command)
    record(case, StepName.MERGE, command, note=f"{said}{note}", **ended)
    announce(CasesMerged(case_id=str(case.pk), into_id=str(main.pk)))
    return case.number


def _mergeable(case: Case) -> Mergeable:
    return Mergeable(str(case.pk), State(case.state), case.is_confidential, case.duplicate_of is not None)


def _part(case: Case, part: Part, command: Command) -> Case:
    report = NewReport(
        text=part.text, channel=case.channel, lon_cgcs2000=case.lon_cgcs2000, lat_cgcs2000=case.lat_cgcs2000,
        area_code=case.area_code, address=case.address, kind_code=part.kind_code,
    )  # fmt: skip
    made = open_following(report, command=command, part_of=case)
    _follow_both(case, made)
    note_link(made, case, kind=LinkKind.SPLIT, command=command, note=_("分自：%(number)s") % {"number": case.number})
    return made


def _follow_both(case: Case, made: Case) -> None:
    """Whoever reported the whole is told of the part as well; the code they have shows both."""
    reporter = Reporter.objects.filter(case=case).first()
    if reporter is None:
        return
    insert_row(
        Reporter(
            case=made, name_sealed=reporter.name_sealed, phone_sealed=reporter.phone_sealed,
            phone_hash=reporter.phone_hash, account_id=reporter.account_id,
        )
    )  # fmt: skip


def _parts_of(case_id: UUID, command: Command) -> list[Case]:
    """Give on a repeat the parts that the command has made."""
    held = Case.objects.filter(records__command_id=command.id, records__seq=1, links_out__to_case=case_id)
    return list(held.order_by("number"))


def _said(other: Case, note: str) -> str:
    words = _("与 %(number)s 号案卷有关") % {"number": other.number}
    return f"{words}：{note.strip()}" if note.strip() else words
