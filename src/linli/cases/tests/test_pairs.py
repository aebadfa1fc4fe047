"""Photo pairs: the same place, later, another picture; what a camera did not note is looked at by somebody."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from linli.cases import actions, errors
from linli.cases.models import Attachment
from linli.cases.queries.pairs import pair_shown
from linli.cases.rules import State
from linli.cases.rules.evidence import MOST_APART_M, Shot, check_pair, metres_between, pair_of
from linli.cases.testing import MONDAY_9, a_command, a_photo, make_case
from linli.staff.testing import Cast

NOON = MONDAY_9 + dt.timedelta(hours=5)
HERE = (120.0010, 30.0010)
FIFTY_METRES_ON = (120.0010, 30.00145)
A_KILOMETRE_ON = (120.0010, 30.0100)


def exif(at: dt.datetime | None = None, place: tuple[float, float] | None = None) -> bytes:
    notes = Image.Exif()
    if at is not None:
        notes.get_ifd(0x8769)[0x9003] = f"{at.astimezone(dt.timezone(dt.timedelta(hours=8))):%Y:%m:%d %H:%M:%S}"
    if place is not None:
        lon, lat = place
        notes.get_ifd(0x8825).update({1: "N", 2: (lat, 0.0, 0.0), 3: "E", 4: (lon, 0.0, 0.0)})
    return notes.tobytes()


def attach(case, cast: Cast, purpose: str, colour: str, notes: bytes = b"", *, at: dt.datetime = NOON):
    photo = a_photo(colour=colour, exif=notes)
    command = a_command(cast.sun.actor, at=at)
    return actions.attach_photo(case.pk, command=command, file=photo, name="p.jpg", purpose=purpose)


def answer(case, cast: Cast):
    return actions.respond(case.pk, command=a_command(cast.sun.actor, at=NOON), result="已清运并冲洗地面")


@pytest.mark.django_db
def test_a_pair_from_two_places_is_refused_and_one_from_the_same_place_accepted(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    attach(case, cast, "before", "red", exif(NOON - dt.timedelta(minutes=40), HERE))
    attach(case, cast, "after", "green", exif(NOON, A_KILOMETRE_ON))
    with pytest.raises(errors.PairApart, match="1002"):
        answer(case, cast)
    attach(case, cast, "after", "blue", exif(NOON + dt.timedelta(minutes=1), FIFTY_METRES_ON))
    answered = answer(case, cast)
    assert answered.state == State.RESPONDED
    assert round(pair_shown(answered).metres) == 50


@pytest.mark.django_db
def test_a_picture_older_than_the_one_before_is_refused(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    attach(case, cast, "before", "red", exif(NOON - dt.timedelta(minutes=10)))
    attach(case, cast, "after", "green", exif(NOON - dt.timedelta(minutes=30)))
    with pytest.raises(errors.PairTooEarly):
        answer(case, cast)


@pytest.mark.django_db
def test_the_same_picture_twice_is_no_pair(cast: Cast):
    case = make_case(cast, state=State.HANDLING)
    attach(case, cast, "before", "red")
    attach(case, cast, "after", "red")
    with pytest.raises(errors.PairSame):
        answer(case, cast)


@pytest.mark.django_db
def test_a_photo_from_before_the_order_does_not_count_after_a_failed_check(cast: Cast):
    case = make_case(cast, state=State.RESPONDED)
    at = NOON + dt.timedelta(hours=1)
    actions.fail_check(case.pk, command=a_command(cast.qian.actor, at=at), reason="还有垃圾")
    with pytest.raises(errors.EvidenceMissing):
        actions.respond(case.pk, command=a_command(cast.sun.actor, at=at), result="又清了一遍")
    attach(case, cast, "after", "orange", at=at + dt.timedelta(minutes=5))
    again = actions.respond(
        case.pk, command=a_command(cast.sun.actor, at=at + dt.timedelta(minutes=6)), result="又清了一遍"
    )
    assert again.state == State.RESPONDED


@pytest.mark.django_db
def test_where_a_resident_took_a_photo_is_never_kept(cast: Cast):
    case = make_case(cast)
    notes = exif(NOON, HERE)
    actions.attach_photo(
        case.pk, command=a_command(), file=a_photo(exif=notes), name="p.jpg", purpose="after", tracked=True
    )
    assert set(Attachment.objects.values_list("taken_at", "lon_cgcs2000", "lat_cgcs2000")) == {(None, None, None)}


@pytest.mark.django_db
def test_a_pair_that_could_not_be_verified_must_be_checked_back(cast: Cast):
    assert make_case(cast, state=State.RESPONDED).check_back == "must"


degrees = st.floats(-0.05, 0.05)
shots = st.builds(
    Shot,
    purpose=st.sampled_from(["report", "before", "after"]),
    sha256=st.sampled_from("abcd"),
    added_at=st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2026, 1, 9), timezones=st.just(dt.UTC)),
    taken_at=st.none() | st.datetimes(dt.datetime(2025, 12, 1), dt.datetime(2026, 2, 1), timezones=st.just(dt.UTC)),
    lon_cgcs2000=st.none() | degrees.map(lambda part: 120 + part),
    lat_cgcs2000=st.none() | degrees.map(lambda part: 30 + part),
)


@given(st.lists(shots, max_size=6))
def test_an_accepted_pair_is_two_pictures_in_order_and_within_the_distance(taken: list[Shot]):
    pair = pair_of(taken)
    if pair is None:
        assert not any(shot.purpose == "after" for shot in taken) or all(shot.purpose == "after" for shot in taken)
        return
    try:
        check_pair(pair, reported_at=dt.datetime(2025, 11, 1, tzinfo=dt.UTC))
    except (errors.PairSame, errors.PairTooEarly, errors.PairApart):
        return
    assert pair.before.sha256 != pair.after.sha256
    assert pair.after.at >= pair.before.at
    assert pair.metres is None or pair.metres <= MOST_APART_M
    assert pair.metres == metres_between(pair.before, pair.after)
