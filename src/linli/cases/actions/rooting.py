"""Root-cause cases: opened for a place where the same thing goes wrong again and again, and told of each time it comes back.

A person of the supervision centre opens one where Linli proposes it; from a second, higher count on Linli opens it by
itself, as a report that supervision then files or declines. One is open for a place at a time. How often is counted of
places and things; who reported is never read.
"""

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from linli.cases import errors, rules
from linli.cases.actions.noting_links import note_link
from linli.cases.actions.opening import open_following
from linli.cases.actions.recording import find_for_step, record
from linli.cases.actions.reporting import NewReport
from linli.cases.models import Case
from linli.cases.queries.around import is_counted, place_of, rule_of
from linli.cases.queries.kinds import kind_name, kind_named
from linli.cases.queries.links import root_cases_of
from linli.cases.queries.owners import owner_for
from linli.cases.queries.sources import case_already_in
from linli.cases.rules import State, StepName
from linli.cases.rules.links import LinkKind
from linli.cases.rules.nearness import building_of
from linli.cases.rules.repeats import REPEATS, Cluster, Occurrence, RepeatRule, Verdict, judge
from linli.core.ids import new_id
from linli.core.listing import listed
from linli.core.statements import find_row
from linli.places import queries as places
from linli.staff.rules import SYSTEM, Command, Permission

MOST_NUMBERS = 20


@transaction.atomic
def open_root_cause(case_id: UUID, *, command: Command) -> Case:
    """Open the root-cause case of a case's place, for it happened too often there; the open one is given if there is one."""
    case = find_for_step(case_id, StepName.LINK, command)
    if not command.by.may(Permission.CASES_FILE, case.area_code):
        raise errors.StepNotAllowed
    rule = rule_of(case.kind_code)
    if rule is None or not is_counted(case):
        raise errors.NoRepeat(found=0, least=0)
    cluster = place_of(case, rule)
    if (root := _open_root(cluster)) is None:
        if judge(rule, cluster.times) is Verdict.SELDOM:
            raise errors.NoRepeat(found=cluster.times, least=rule.least)
        return _open(cluster, rule, command)
    _link_new(cluster, root, command)
    return root


@transaction.atomic
def follow_repeat(case_id: UUID, *, at: dt.datetime) -> Case | None:
    """Link a new report to its place's open root-cause case, or open one by itself; None where nothing is to be done.

    May run any number of times: what is linked stays linked once.
    """
    case = find_row(Case, case_id, lock=True)
    rule = rule_of(case.kind_code) if case is not None else None
    if case is None or rule is None or not is_counted(case):
        return None
    cluster, command = place_of(case, rule), Command(new_id(), SYSTEM, at)
    if len(cluster.members) == 1:  # as most: a root-cause case is found by what happened there before
        return None
    if (root := _open_root(cluster)) is not None:
        _link_new(cluster, root, command)
        return root
    if judge(rule, cluster.times) is not Verdict.OPEN or _was_refused(cluster, since=at - rule.window):
        return None
    return _open(cluster, rule, command)


def _open_root(cluster: Cluster) -> Case | None:
    """Find the open root-cause case of a place by its links; its row and the oldest report's are locked against a second one."""
    find_row(Case, UUID(cluster.members[0].key), lock=True)
    roots = set(root_cases_of(UUID(one.key) for one in cluster.members).values())
    held = Case.objects.filter(pk__in=roots, is_open=True).order_by("reported_at", "id").first() if roots else None
    return find_row(Case, held.pk, lock=True) if held else None


def _was_refused(cluster: Cluster, *, since: dt.datetime) -> bool:
    """A person who declined it within the window is not asked again by itself."""
    roots = set(root_cases_of(UUID(one.key) for one in cluster.members).values())
    ended = Case.objects.filter(pk__in=roots, state__in=[State.DECLINED.value, State.VOIDED.value])
    return ended.filter(closed_at__gte=since).exists()


def _open(cluster: Cluster, rule: RepeatRule, command: Command) -> Case:
    newest = cluster.members[-1]
    known = case_already_in(REPEATS, newest.key)
    if known is not None:  # opened for this very report before, and ended since
        return known
    with translation.override(settings.LANGUAGE_CODE):
        text, title = _words(cluster, rule)
    report = NewReport(
        text=text, title=title, channel=REPEATS, lon_cgcs2000=newest.lon, lat_cgcs2000=newest.lat,
        area_code=newest.area_code, address=_address(newest), kind_code=rule.root_cause, source=REPEATS,
        source_key=newest.key,
    )  # fmt: skip
    root = open_following(report, command=command)
    _link_new(cluster, root, command, first=True)
    return root


def _address(newest: Occurrence) -> str:
    """Name the building or the spot; which flat somebody wrote from is not taken over."""
    return building_of(newest.address) or newest.address


def _link_new(cluster: Cluster, root: Case, command: Command, *, first: bool = False) -> None:
    """Link what is not linked yet, and say in the root-cause case how often it has happened by now."""
    linked = root_cases_of(UUID(one.key) for one in cluster.members)
    new = [UUID(one.key) for one in cluster.members if linked.get(UUID(one.key)) != root.pk]
    numbers = [_link(case_id, root, command) for case_id in new]
    if not numbers:
        return
    facts = {"numbers": listed(numbers[:MOST_NUMBERS]), "times": cluster.times, "reports": len(cluster.members)}
    if first:
        said, changed = _("发生 %(times)s 次，上报 %(reports)s 件：%(numbers)s"), _owner(cluster, command.at)
    else:
        said, changed = _("又发生：%(numbers)s；至今 %(times)s 次"), {}
    record(root, StepName.LINK, command, note=said % facts, **changed)


def _owner(cluster: Cluster, at: dt.datetime) -> dict[str, object]:
    """Propose the unit that answers for what repeats: the cause lies where the repeats do."""
    newest = cluster.members[-1]
    point = (newest.lon, newest.lat) if newest.lon is not None and newest.lat is not None else None
    owner = owner_for(kind_named(newest.kind_code), newest.area_code, at=at, point=point)
    return {"proposed_unit": owner.unit_code} if owner else {}


def _link(case_id: UUID, root: Case, command: Command) -> str:
    case = find_row(Case, case_id, lock=True)
    if case is None:
        raise errors.CaseNotFound
    note_link(case, root, kind=LinkKind.ROOT_CAUSE, command=command, note=root.number)
    return case.number


def _words(cluster: Cluster, rule: RepeatRule) -> tuple[str, str]:
    """Say what happened where and how often: kinds, place and figures, never what anybody wrote."""
    newest = cluster.members[-1]
    kinds = listed(sorted({kind_name(one.kind_code) for one in cluster.members}))
    facts = {
        "place": _address(newest) or " ".join(places.area_path(newest.area_code)[-2:]) or newest.area_code,
        "kinds": kinds,
        "days": rule.window.days,
        "times": cluster.times,
        "reports": len(cluster.members),
    }
    text = _("%(place)s：%(kinds)s %(days)s 天内发生 %(times)s 次（上报 %(reports)s 件）。请查明原因，从根上解决。")
    title = _("反复发生 %(times)s 次：%(kinds)s") % facts
    return rules.check_text(text % facts), title
