"""When the register forgets whom and what: one rule for each model, and the runs that were made."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from linli.core import audit
from linli.core.audit import Act, Line
from linli.core.retention import Forgotten, Rule, every_field
from linli.register.catalogue import declared
from linli.register.models import (
    Consent,
    Contact,
    Disclosure,
    Enrolment,
    Guardianship,
    Household,
    ImportBatch,
    ImportFault,
    LinkageJob,
    LinkagePair,
    Membership,
    ReadingExplained,
    RegisterChange,
    Residency,
    Resident,
    RetentionRun,
    RollRun,
    Statement,
)
from linli.staff.queries.accounts import open_accounts
from linli.staff.rules import SYSTEM


@transaction.atomic
def keep_run(done: Sequence[Forgotten], *, on: dt.date, dry: bool) -> RetentionRun:
    """Keep what a run of the retention job did, and note what was destroyed in the log."""
    at = timezone.now()
    if not dry:
        audit.note(*(_line(one, at) for one in done))
    return RetentionRun.objects.create(at=at, on=on, dry=dry, report=[asdict(one) for one in done])


def _line(one: Forgotten, at: dt.datetime) -> Line:
    detail = {"fields": list(one.fields), "does": one.does}
    return Line(Act.DESTROY, SYSTEM.key, SYSTEM.name, at, subject_kind=one.model[-20:], count=one.rows, detail=detail)


def _gone(outer: str = "resident_id") -> Q:
    return ~Q(Exists(Resident.objects.filter(pk=OuterRef(outer))))


def _residents(before: dt.date) -> QuerySet[Resident]:
    """Who died or moved away before a day; not who still guards somebody, has a help that runs, or was changed since."""
    person = OuterRef("pk")
    here = Residency.objects.filter(Q(until=None) | Q(until__gte=before), resident=person)
    helped = Enrolment.objects.filter(resident=person, until=None)
    guards = Guardianship.objects.filter(guardian=person, until=None)
    changed = RegisterChange.objects.filter(resident_id=person, at__date__gte=before)
    away = ~Exists(here) & ~Exists(helped) & ~Exists(guards) & ~Exists(changed)
    entered = Q(entered_at=None) | Q(entered_at__date__lt=before)
    return Resident.objects.filter(Q(died_on__lt=before) | (Q(died_on=None) & entered & away))


def _closed_accounts(_before: dt.date) -> QuerySet[Resident]:
    return Resident.objects.exclude(account_id=None).exclude(account_id__in=open_accounts())


def _residencies(before: dt.date) -> QuerySet[Residency]:
    return Residency.objects.filter(Q(until__lt=before) | _gone())


def _households(before: dt.date) -> QuerySet[Household]:
    lived_in = Residency.objects.filter(household=OuterRef("pk"))
    return Household.objects.filter(~Exists(lived_in), until__lt=before)


def _contacts(before: dt.date) -> QuerySet[Contact]:
    return Contact.objects.filter(Q(until__lt=before) | _gone())


def _guardianships(before: dt.date) -> QuerySet[Guardianship]:
    return Guardianship.objects.filter(
        Q(until__lt=before) | _gone("ward_id") | (Q(guardian__isnull=False) & _gone("guardian_id"))
    )


def _memberships(before: dt.date) -> QuerySet[Membership]:
    return Membership.objects.filter(Q(until__lt=before) | _gone())


def _enrolments(before: dt.date) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(Q(until__lt=before) | (Q(review_by__lt=before) & _gone()))


def _emergencies(on: dt.date) -> QuerySet[Enrolment]:
    """Helps of an emergency: their purpose's own time runs from their end (safeguards, rule 6)."""
    found = Q(pk__in=())
    for programme in declared().programmes.values():
        purpose = declared().purposes[programme.purpose]
        if purpose.basis.value == "emergency":
            before = on - dt.timedelta(days=purpose.retention_days)
            ended = Q(until__lt=before) | Q(until=None, review_by__lt=before)
            found |= Q(programme_code=programme.code) & ended
    return Enrolment.objects.filter(found)


def _consents(before: dt.date) -> QuerySet[Consent]:
    """Consents withdrawn before a day, or of people who are gone; not those a help still rests on."""
    used = Enrolment.objects.filter(consent=OuterRef("pk"))
    ended = Q(withdrawn_at__date__lt=before) | (Q(given_at__date__lt=before) & _gone())
    return Consent.objects.filter(~Exists(used), ended)


def _changes(_before: dt.date) -> QuerySet[RegisterChange]:
    """The history of people and homes that the register has forgotten, and of memberships that are over."""
    sealed = ~Q(before_sealed="", after_sealed="")
    homes = Household.objects.filter(pk=OuterRef("household_id"))
    members = Membership.objects.filter(pk=OuterRef("subject_id"))
    of_people = Q(resident_id__isnull=False) & _gone()
    of_homes = Q(resident_id=None, household_id__isnull=False) & ~Exists(homes)
    return RegisterChange.objects.filter(
        sealed, of_people | of_homes | (Q(subject_kind="membership") & ~Exists(members))
    )


def _statements(before: dt.date) -> QuerySet[Statement]:
    return Statement.objects.filter(Q(settled_at__date__lt=before) | _gone())


def _rolls(before: dt.date) -> QuerySet[RollRun]:
    row = {"area_code": OuterRef("area_code"), "roll": OuterRef("roll"), "pk__gt": OuterRef("pk")}
    followed = Exists(RollRun.objects.filter(on__lt=before, **row))
    return RollRun.objects.filter(followed).exclude(members=b"", changes=[])


def _faults(before: dt.date) -> QuerySet[ImportFault]:
    """Rows handed back by imports that began before a day, or whose import is gone."""
    running = ImportBatch.objects.filter(pk=OuterRef("batch_id"), started_at__date__gte=before)
    return ImportFault.objects.filter(~Exists(running))


def _pairs(on: dt.date) -> QuerySet[LinkagePair]:
    due = LinkageJob.objects.filter(Q(destroy_by__lte=on) | Q(destroyed_at__isnull=False))
    return LinkagePair.objects.filter(job__in=due)


_ACCOUNT = ("account_id",)
_HISTORY = ("before_sealed", "after_sealed")
_PERSON = tuple(name for name in every_field("register.Resident") if name not in _ACCOUNT)

# In this order: what hangs on a person goes after the person.
RULES: tuple[Rule, ...] = (
    Rule("register.Resident", _PERSON, _residents),
    Rule("register.Resident", _ACCOUNT, _closed_accounts, clear={"account_id": None}),
    Rule("register.Residency", every_field("register.Residency"), _residencies),
    Rule("register.Household", every_field("register.Household"), _households),
    Rule("register.Contact", every_field("register.Contact"), _contacts),
    Rule("register.Guardianship", every_field("register.Guardianship"), _guardianships),
    Rule("register.Membership", every_field("register.Membership"), _memberships),
    Rule("register.Enrolment", every_field("register.Enrolment"), _enrolments),
    Rule("register.Enrolment", every_field("register.Enrolment"), _emergencies, days_given=0),
    Rule("register.Consent", every_field("register.Consent"), _consents),
    Rule(
        "register.Disclosure",
        every_field("register.Disclosure"),
        lambda before: Disclosure.objects.filter(at__date__lt=before),
    ),
    Rule("register.RegisterChange", _HISTORY, _changes, clear={"before_sealed": "", "after_sealed": ""}),
    Rule("register.Statement", every_field("register.Statement"), _statements),
    Rule("register.ImportFault", every_field("register.ImportFault"), _faults),
    Rule("register.RollRun", ("members", "changes"), _rolls, clear={"members": b"", "changes": []}),
    Rule("register.LinkagePair", every_field("register.LinkagePair"), _pairs),
    Rule(
        "register.ReadingExplained",
        every_field("register.ReadingExplained"),
        lambda before: ReadingExplained.objects.filter(at__date__lt=before),
    ),
)
