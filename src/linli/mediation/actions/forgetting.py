"""When dossiers go: after the years they are kept for, counted from the archive, or from the end of what never came there."""

import datetime as dt
from functools import partial

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from linli.core.retention import Keys, Rule, every_field
from linli.mediation.actions.attaching import path_of
from linli.mediation.models import (
    Agreement,
    Choice,
    Disclosure,
    Document,
    Investigation,
    Mediation,
    MediationRecord,
    Mediator,
    Party,
    PromisedAct,
    Referral,
    Session,
    VisitBack,
)

USUAL_YEARS = 10
_YEAR = dt.timedelta(days=365)


def _over(before: dt.date) -> QuerySet[Mediation]:
    """Dossiers whose years are over; `before` counts the usual ten, one kept longer has as many years more."""
    ended = Mediation.objects.filter(is_running=False).annotate(kept_from=Coalesce("archived_at", "ended_at"))
    years = set(Mediation.objects.order_by().values_list("kept_years", flat=True).distinct())
    over = Q(pk__in=())
    for kept in years:
        longer = max(kept - USUAL_YEARS, 0)
        over |= Q(kept_years=kept, kept_from__date__lt=before - longer * _YEAR)
    return ended.filter(over)


def _parts(model: type[Model], before: dt.date) -> QuerySet[Model]:
    rows: QuerySet[Model] = model._base_manager.filter(mediation__in=_over(before).values("pk"))
    return rows


def _contents(before: dt.date) -> QuerySet[Mediation]:
    return _over(before).exclude(content_sealed="", keeper_id=None, keeper_name="")


def _mediators(before: dt.date) -> QuerySet[Mediator]:
    """Mediators whose term ended long ago and whom no dossier names any more."""
    return Mediator.objects.filter(~Exists(Choice.objects.filter(mediator=OuterRef("pk"))), until__lt=before)


def _delete_documents(keys: Keys) -> None:
    """Delete papers with their files; a file that another dossier holds too stays."""
    gone = set(Document.objects.filter(pk__in=keys).values_list("sha256", flat=True))
    Document.objects.filter(pk__in=keys).delete()
    held = set(Document.objects.filter(sha256__in=gone).values_list("sha256", flat=True))
    for sha256 in gone - held:
        path_of(sha256).unlink(missing_ok=True)


def _rule(model: type[Model]) -> Rule:
    label = model._meta.label
    return Rule(label, every_field(label), partial(_parts, model))


_PARTS = (
    Disclosure, Party, Session, Investigation, Agreement, PromisedAct, VisitBack, Referral, MediationRecord, Choice,
)  # fmt: skip
_EMPTY = {"content_sealed": "", "keeper_id": None, "keeper_name": ""}
RULES: tuple[Rule, ...] = (
    *(_rule(model) for model in _PARTS),
    Rule("mediation.Document", every_field("mediation.Document"), partial(_parts, Document), forget=_delete_documents),
    Rule("mediation.Mediation", tuple(_EMPTY), _contents, clear=_EMPTY),
    Rule("mediation.Mediator", every_field("mediation.Mediator"), _mediators),
)
