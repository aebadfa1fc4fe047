"""The pair of photos that a case page lays over each other, and what is known of their place and time."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.cases.models import Attachment
from linli.cases.queries.detail import CaseDetail
from linli.cases.queries.pairs import place_of
from linli.cases.rules.evidence import Shot, pair_of
from linli.cases.wording import span_said


@dataclass(frozen=True)
class ShownPair:
    """The ids of the two photos, and a sentence on how far apart they were taken."""

    before: str
    after: str
    said: str


def photo_pair(detail: CaseDetail) -> ShownPair | None:
    """Choose the pair as the check of an answer does, from the photos that are read already."""
    shots = {_key(photo): _shot(photo) for photo in detail.photos}
    found = pair_of(shots.values(), place=place_of(detail.case))
    if found is None:
        return None
    ids = {(photo.sha256, photo.purpose): str(photo.pk) for photo in detail.photos}
    between = span_said(found.after.at - found.before.at)
    if found.metres is None:
        said = _("相隔 %(between)s；照片没有位置信息，需要现场核查。") % {"between": between}
    else:
        said = _("相距 %(metres)s 米，相隔 %(between)s。") % {"metres": round(found.metres), "between": between}
    before, after = found.before, found.after
    return ShownPair(ids[before.sha256, before.purpose], ids[after.sha256, after.purpose], said)


def _key(photo: Attachment) -> str:
    return f"{photo.purpose}:{photo.sha256}"


def _shot(photo: Attachment) -> Shot:
    return Shot(photo.purpose, photo.sha256, photo.added_at, photo.taken_at, photo.lon_cgcs2000, photo.lat_cgcs2000)
