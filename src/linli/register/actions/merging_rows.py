"""What two records of one person both have: one home, one membership, one enrolment, one consent is left standing."""

from django.utils import timezone

from linli.register.actions.entering import new_residency
from linli.register.actions.finding import open_homes
from linli.register.actions.heading import end_if_empty, pass_head
from linli.register.actions.writing import Book
from linli.register.models import Consent, Enrolment, Guardianship, Household, Membership, Residency, Resident
from linli.register.rules import NewHome, Relation

MERGED = "merged"


def give_way(book: Book, kept: Resident, other: Resident) -> None:
    """Leave one home to live in and one registration from today on: the kept record's."""
    homes = open_homes(kept.pk)
    for one in open_homes(other.pk):
        if one.household_id not in {home.household_id for home in homes}:
            _give_way(book, one, homes)


def join_homes(book: Book, kept: Resident, other: Resident) -> None:
    """Make one residency of two in the same household, as it was all along."""
    homes = {one.household_id: one for one in open_homes(kept.pk)}
    for double in open_homes(other.pk):
        if (home := homes.get(double.household_id)) is not None:
            _join_home(book, home, double)


def join_ended(book: Book, kept: Resident, other: Resident) -> None:
    """End the other record's memberships and enrolments that the kept one has as well."""
    today = timezone.localdate(book.command.at)
    member = set(Membership.objects.filter(resident_id=kept.pk, until=None).values_list("organisation_id", flat=True))
    doubles = Membership.objects.select_for_update().filter(resident_id=other.pk, until=None)
    for one in doubles.filter(organisation_id__in=member):
        book.change(one, "merge", until=max(today, one.since))
    part = set(Enrolment.objects.filter(resident_id=kept.pk, until=None).values_list("programme_code", flat=True))
    enrolled = Enrolment.objects.select_for_update().filter(resident_id=other.pk, until=None)
    for enrolment in enrolled.filter(programme_code__in=part):
        book.change(enrolment, "merge", until=max(today, enrolment.since), ended_because=MERGED)


def join_once(book: Book, kept: Resident, other: Resident) -> None:
    """Leave one consent to a purpose, the kept record's, and have what leant on the other one lean on it; no guardian twice."""
    given = {one.purpose_code: one for one in Consent.objects.filter(resident_id=kept.pk, withdrawn_at=None)}
    for double in Consent.objects.select_for_update().filter(resident_id=other.pk, withdrawn_at=None):
        if (stands := given.get(double.purpose_code)) is None:
            continue
        for enrolment in Enrolment.objects.select_for_update().filter(consent_id=double.pk, until=None):
            book.change(enrolment, "merge", consent_id=stands.pk)
        book.change(double, "merge", withdrawn_at=book.command.at, withdrawn_by=MERGED)
    today = timezone.localdate(book.command.at)
    mutual = Guardianship.objects.select_for_update().filter(until=None)
    for one in (
        *mutual.filter(ward_id=kept.pk, guardian_id=other.pk),
        *mutual.filter(ward_id=other.pk, guardian_id=kept.pk),
    ):
        book.change(one, "merge", until=max(today, one.since))


def _join_home(book: Book, home: Residency, double: Residency) -> None:
    """Make one residency of two in the same household: the double one has no day of its own left."""
    is_head = Relation.HEAD.value in {home.relation, double.relation}
    book.change(
        home, "merge", since=min(home.since, double.since), lives=home.lives or double.lives,
        registered=home.registered or double.registered,
        relation=Relation.HEAD.value if is_head else home.relation or double.relation,
    )  # fmt: skip
    book.change(double, "merge", until=double.since)


def _give_way(book: Book, double: Residency, homes: list[Residency]) -> None:
    """Take from the other record's home, from today on, what the kept record has elsewhere: living, registration."""
    lives = double.lives and not any(one.lives for one in homes)
    registered = double.registered and not any(one.registered for one in homes)
    if (lives, registered) == (double.lives, double.registered):
        return
    on = max(timezone.localdate(book.command.at), double.since)
    book.change(double, "merge", until=on)
    household = Household.objects.select_for_update().get(pk=double.household_id)
    if lives or registered:
        stays = NewHome(double.dwelling_id, on, household.pk, lives, registered, Relation(double.relation))
        book.add(new_residency(household, double.resident_id, since=on, stays=stays), "merge")
        return
    pass_head(book, household, gone=double.resident_id, on=on)
    end_if_empty(book, household, on=on)
