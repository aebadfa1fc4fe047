"""Which mediations an actor may know of, and which they may read (safeguards, rule 10)."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.core.scope import within
from linli.mediation import errors, rules
from linli.mediation.models import Choice, Mediation
from linli.mediation.rules.course import SUPERVISING, Phase, Standing
from linli.staff.rules import Actor, Permission

STANDING = "standing"


def standing_of(mediation: Mediation) -> Standing:
    """Gather what the rules need to know of a mediation."""
    accounts = Choice.objects.filter(mediation=mediation, state=STANDING).values_list("mediator__account_id", flat=True)
    return Standing(
        phase=Phase(mediation.phase),
        area_code=mediation.area_code,
        unit_code=mediation.unit_code,
        mediators=frozenset(account for account in accounts if account is not None),
        keeper=mediation.keeper_id,
        has_mediator=mediation.has_mediator,
        is_archived=mediation.archived_at is not None,
    )


def readable_by(actor: Actor) -> Q:
    """Select what this actor may read: the same rule as `rules.may_read`, as a condition."""
    if actor.is_system:
        return Q()
    if actor.account_id is None or not actor.may_anywhere(Permission.CASES_CONFIDENTIAL):
        return Q(pk__in=())
    mine = Choice.objects.filter(mediation=OuterRef("pk"), mediator__account_id=actor.account_id, state=STANDING)
    found = Q(keeper_id=actor.account_id) | Q(Exists(mine))
    if actor.unit_codes:
        here = within("area_code", actor.prefixes(Permission.CASES_CONFIDENTIAL))
        found |= here & Q(has_mediator=False, unit_code__in=sorted(actor.unit_codes))
    return found


def known_to(actor: Actor) -> Q:
    """Select what this actor may know of: what they may read, and state and dates of what they supervise."""
    found = readable_by(actor)
    if actor.is_system:
        return found
    prefixes = [prefix for permission in SUPERVISING for prefix in actor.prefixes(permission)]
    return found | within("area_code", prefixes)


def mediations_readable_by(actor: Actor) -> QuerySet[Mediation]:
    """Select the mediations whose content this actor may read."""
    return Mediation.objects.filter(readable_by(actor))


def mediation_known_to(actor: Actor, mediation_id: UUID) -> tuple[Mediation, Standing]:
    """Find a mediation the actor may know of; any other is not there."""
    found = Mediation.objects.select_related("committee").filter(pk=mediation_id).first()
    standing = standing_of(found) if found else None
    if found is None or standing is None or not rules.may_know(standing, actor):
        raise errors.MediationNotFound
    return found, standing


def mediation_read_by(actor: Actor, mediation_id: UUID) -> Mediation:
    """Find a mediation whose content the actor may read; whoever may not is refused as if it were not there."""
    found, standing = mediation_known_to(actor, mediation_id)
    if not rules.may_read(standing, actor):
        raise errors.MediationNotFound
    return found
