"""Papers handed in, for whoever may read the mediation they belong to."""

from uuid import UUID

from linli.mediation import errors
from linli.mediation.models import Document
from linli.mediation.queries.visible import mediation_read_by
from linli.staff.rules import Actor


def document_of(actor: Actor, document_id: UUID) -> Document:
    """Find a paper of a mediation whose content the actor may read."""
    found = Document.objects.filter(pk=document_id).first()
    if found is None:
        raise errors.PaperUnknown
    mediation_read_by(actor, found.mediation_id)
    return found
