"""What a dwelling is used for: changed where one keeps people, kept in the history, refused over a page that shows other things."""

import pytest
from django.utils import timezone

from linli.core.ids import new_id
from linli.places import queries as places
from linli.places.actions import put_dwellings
from linli.places.errors import DwellingValueWrong
from linli.places.rules import BuildingDraft, DwellingDraft
from linli.places.testing import store_buildings
from linli.register import actions, errors
from linli.register.models import RegisterChange
from linli.staff.rules import Command
from linli.staff.testing import GRID, Cast, Member


@pytest.fixture
def dwelling(cast: Cast):
    ids = store_buildings([BuildingDraft("b-1", "1号楼", 114.0, 30.0, area_code=GRID)])
    return put_dwellings([DwellingDraft(ids["b-1"], GRID, "101")])[0]


def by(member: Member) -> Command:
    return Command(new_id(), member.actor, timezone.now())


def test_a_dwelling_is_let_and_its_history_says_so(cast: Cast, dwelling):
    command = by(cast.jiang)
    for _twice in range(2):
        place = actions.change_dwelling(dwelling, command=command, values={"use": "rented"}, source="doorstep")
    assert (place.use, place.state) == ("rented", "lived_in")
    assert RegisterChange.objects.get(subject_id=dwelling).act == "set-dwelling"


def test_what_was_seen_otherwise_is_not_changed(cast: Cast, dwelling):
    with pytest.raises(errors.RecordStale):
        actions.change_dwelling(
            dwelling, command=by(cast.jiang), values={"state": "gone"}, source="doorstep", base={"state": "vacant"}
        )
    with pytest.raises(DwellingValueWrong):
        actions.change_dwelling(dwelling, command=by(cast.jiang), values={"use": "castle"}, source="doorstep")
    with pytest.raises(errors.NothingChanges):
        actions.change_dwelling(dwelling, command=by(cast.jiang), values={"use": "home"}, source="doorstep")
    assert places.places_of_dwellings(dwelling_ids=[dwelling])[0].use == "home"


@pytest.mark.parametrize("who", ["zhao", "sun", "luo"])
def test_a_stranger_changes_no_dwelling(cast: Cast, dwelling, who):
    with pytest.raises(errors.DwellingNotFound):
        actions.change_dwelling(dwelling, command=by(getattr(cast, who)), values={"use": "rented"}, source="doorstep")
