"""Which forms are somebody's to change, and which filled forms they may see: those of the area in which they review."""

from uuid import UUID

from django.db.models import QuerySet

from linli.core.installation import installation
from linli.core.scope import within
from linli.forms import errors
from linli.forms.models import Form, Submission, WriteBack
from linli.staff.rules import Actor, Permission


def may_admit(actor: Actor, form: Form) -> bool:
    """Say whether a form is somebody's to change and admit: they admit forms for the whole of its area.

    A draft without an area is its writer's, and theirs who admit for the whole installation.
    """
    if actor.may(Permission.FORMS_ADMIT, form.area_code or installation().root_code):
        return True
    is_own = not form.area_code and form.drafted_by == actor.key[:40]
    return is_own and actor.may_anywhere(Permission.FORMS_ADMIT)


def submissions_visible_to(actor: Actor) -> QuerySet[Submission]:
    """Select the filled forms of the area in which somebody reviews."""
    return Submission.objects.filter(within("area_code", actor.prefixes(Permission.FORMS_REVIEW)))


def submission_for(actor: Actor, submission_id: UUID, *, lock: bool = False) -> Submission:
    """Find a filled form the actor may see; any other is not there. `lock` keeps others from deciding on it meanwhile."""
    rows = submissions_visible_to(actor).filter(pk=submission_id).select_related("form", "version")
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise errors.SubmissionNotFound
    return found


def write_backs_visible_to(actor: Actor) -> QuerySet[WriteBack]:
    """Select the values for the register of the area in which somebody reviews."""
    return WriteBack.objects.filter(within("area_code", actor.prefixes(Permission.FORMS_REVIEW)))
