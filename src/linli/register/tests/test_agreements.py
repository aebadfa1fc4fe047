"""Agreed fields of an area's people go to one receiver within agreed days, and each of them reads it."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine

from linli.core.commands import CommandIdReused
from linli.core.errors import NotAllowed
from linli.core.models import AuditEntry
from linli.places.testing import make_dwelling
from linli.register import errors
from linli.register.actions.agreements import (
    PersonRow,
    draft_agreement,
    end_agreement,
    hand_over,
    hand_over_residents,
    sign_agreement,
)
from linli.register.actions.consents import Asked, give_consent, withdraw_consent
from linli.register.actions.enrolment_lists import export_enrolments
from linli.register.actions.moving import move_in
from linli.register.actions.programmes import NewEnrolment, enrol
from linli.register.models import Disclosure, Enrolment, Handover
from linli.register.queries.agreements import Standing, agreement_standing, agreements_visible_to, enrolled_in
from linli.register.queries.person_values import known_fields, values_for
from linli.register.queries.programmes import Which
from linli.register.rules import NewHome
from linli.register.rules.consents import Channel
from linli.register.rules.purposes import NewAgreement
from linli.register.testing import AT, a_command, make_id_number, make_resident
from linli.staff.rules import SYSTEM
from linli.staff.testing import DISTRICT, GRID, GRID_ELSEWHERE, STREET

TODAY = dt.date(2026, 11, 16)
PLAN = NewAgreement(
    "2026-01", "松门区民政局", "elder-allowance", "高龄津贴办法", STREET, ("name", "age", "area"), TODAY,
    dt.date(2027, 5, 31),
)  # fmt: skip
BORN = dt.date(1940, 4, 5)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def granny(cast):
    return make_resident(born_on=BORN, id_number=make_id_number(BORN, "female"), phone="19900000123")


def draft(cast, who="jiang", **changes):
    return draft_agreement(replace(PLAN, **changes), command=a_command(getattr(cast, who).actor))


def signed(cast, **changes):
    return sign_agreement(draft(cast, **changes).pk, command=a_command(cast.luo.actor))


def test_an_agreement_is_drafted_by_one_and_signed_by_another(cast):
    row = draft(cast)
    assert agreement_standing(row, on=TODAY) is Standing.DRAFT
    row = sign_agreement(row.pk, command=a_command(cast.luo.actor))
    assert (row.signed_by_name, agreement_standing(row, on=TODAY)) == ("罗正", Standing.IN_FORCE)
    own = draft(cast, "luo", code="2026-02")
    with pytest.raises(errors.OtherMustSign):
        sign_agreement(own.pk, command=a_command(cast.luo.actor))
    for pk in (row.pk,):
        with pytest.raises(errors.AlreadySigned):
            sign_agreement(pk, command=a_command(cast.luo.actor))


@pytest.mark.parametrize("who", ["zhao", "lin", "root", "han", "feng"])
def test_strangers_draft_sign_see_and_hand_over_nothing(cast, granny, who):
    row, actor = signed(cast), getattr(cast, who).actor
    assert not agreements_visible_to(actor)
    with pytest.raises(NotAllowed):
        draft(cast, who, code="x")
    for attempt in (
        lambda: sign_agreement(row.pk, command=a_command(actor)),
        lambda: end_agreement(row.pk, command=a_command(actor)),
        lambda: hand_over_residents(row.pk, [granny.pk], command=a_command(actor)),
    ):
        with pytest.raises(errors.AgreementNotFound):
            attempt()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"fields": ("name", "phone")}, errors.FieldNotOfPurpose),
        ({"code": " "}, errors.AgreementWrong),
        ({"purpose_code": "police"}, errors.PurposeUnknown),
        ({"until": dt.date(2030, 1, 1)}, errors.AgreementDatesWrong),
    ],
)
def test_an_agreement_names_only_what_its_purpose_does(cast, change, refusal):
    with pytest.raises(refusal):
        draft(cast, **change)


def test_a_number_is_given_once_and_only_within_ones_area(cast):
    draft(cast)
    with pytest.raises(errors.AgreementCodeTaken):
        draft(cast)
    with pytest.raises(NotAllowed):
        draft(cast, code="2026-03", area_code=DISTRICT)


def test_a_closed_purpose_is_not_signed_for(cast):
    row = draft(cast, purpose_code="pension-review", fields=("name", "area"))
    with pytest.raises(errors.PurposeClosed):
        sign_agreement(row.pk, command=a_command(cast.luo.actor))


def test_a_hand_over_holds_agreed_fields_and_is_told_to_everybody_in_it(cast, granny):
    row = signed(cast)
    handover, rows = hand_over_residents(row.pk, [granny.pk], command=a_command(cast.jiang.actor))
    assert [(one.resident_id, one.values) for one in rows] == [(granny.pk, {"name": "何秀兰", "age": 86, "area": GRID})]
    assert (handover.count, handover.fields, len(handover.digest)) == (1, ["name", "age", "area"], 64)
    read = Disclosure.objects.get()
    assert (read.resident_id, read.how, read.purpose_code) == (granny.pk, "share", "elder-allowance")
    assert "松门区民政局" in read.said
    line = AuditEntry.objects.get(act="share")
    assert (line.count, line.area_code, line.detail["fields"]) == (1, STREET, ["name", "age", "area"])


def test_a_field_that_was_not_agreed_is_refused(cast, granny):
    row = signed(cast)
    for name in ("phone", "id-number", "address"):
        with pytest.raises(errors.FieldNotAgreed):
            hand_over(
                row.pk, command=a_command(cast.jiang.actor), rows=[PersonRow(granny.pk, {"name": "何秀兰", name: "x"})]
            )
    assert not Handover.objects.exists()
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(("days", "refusal"), [(-1, errors.OutsideAgreement), (197, errors.OutsideAgreement)])
def test_nothing_is_handed_over_outside_the_agreed_days(cast, granny, days, refusal):
    row = signed(cast)
    command = a_command(cast.jiang.actor, at=AT + dt.timedelta(days=days))
    with pytest.raises(refusal):
        hand_over_residents(row.pk, [granny.pk], command=command)


def test_nothing_is_handed_over_under_a_draft_or_after_the_end(cast, granny):
    row = draft(cast)
    with pytest.raises(errors.NotSigned):
        hand_over_residents(row.pk, [granny.pk], command=a_command(cast.jiang.actor))
    sign_agreement(row.pk, command=a_command(cast.luo.actor))
    end_agreement(row.pk, command=a_command(cast.luo.actor))
    with pytest.raises(errors.NotSigned):
        hand_over_residents(row.pk, [granny.pk], command=a_command(cast.jiang.actor))
    with pytest.raises(errors.AlreadySigned):
        end_agreement(row.pk, command=a_command(cast.luo.actor))


def test_people_of_another_area_are_not_handed_over(cast, granny):
    row, far = signed(cast), make_resident("远方", area_code=GRID_ELSEWHERE)
    with pytest.raises(errors.PersonOutsideAgreement):
        hand_over_residents(row.pk, [granny.pk, far.pk], command=a_command(cast.jiang.actor))
    with pytest.raises(errors.NobodyToHandOver):
        hand_over_residents(row.pk, [], command=a_command(cast.jiang.actor))


def test_where_the_purpose_rests_on_consent_only_who_agreed_is_handed_over(cast, granny):
    row = signed(cast, purpose_code="elder-visits", fields=("name", "phone"))
    with pytest.raises(errors.PersonOutsideAgreement):
        hand_over_residents(row.pk, [granny.pk], command=a_command(cast.jiang.actor))
    consent = give_consent(granny.pk, "elder-visits", command=a_command(cast.lin.actor), asked=Asked(Channel.PAPER))
    _, rows = hand_over_residents(row.pk, [granny.pk], command=a_command(cast.jiang.actor))
    assert rows[0].values == {"name": "何秀兰", "phone": "19900000123"}
    withdraw_consent(consent.pk, command=a_command(cast.lin.actor, at=AT + dt.timedelta(hours=1)))
    with pytest.raises(errors.PersonOutsideAgreement):
        hand_over_residents(row.pk, [granny.pk], command=a_command(cast.jiang.actor))


def test_the_same_command_hands_over_once(cast, granny):
    row, command = signed(cast), a_command(cast.jiang.actor)
    first, _ = hand_over_residents(row.pk, [granny.pk], command=command)
    assert hand_over_residents(row.pk, [granny.pk], command=command)[0] == first
    assert Disclosure.objects.count() == 1


def test_who_takes_part_in_the_agreements_area_is_found(cast, granny):
    enrol(granny.pk, NewEnrolment("elder-allowance"), command=a_command(cast.lin.actor))
    row = signed(cast)
    assert enrolled_in(row, "elder-allowance") == (granny.pk,)
    assert enrolled_in(row, "care-visits") == ()


def test_every_value_that_purposes_name_can_be_given(cast, granny):
    enrol(granny.pk, NewEnrolment("elder-allowance"), command=a_command(cast.lin.actor))
    fields = sorted(known_fields())
    values = values_for([granny.pk], fields, on=TODAY, purpose_code="elder-allowance")[granny.pk]
    assert list(values) == fields
    assert (values["age"], values["born-on"], values["sex"], values["enrolled"]) == (
        86,
        BORN,
        "female",
        "elder-allowance",
    )
    assert (values["household-size"], values["lives"], values["relation"], values["area"]) == (1, True, "head", GRID)
    assert values["id-number"] == make_id_number(BORN, "female")
    assert "室" in values["address"]
    other = values_for([granny.pk], ["enrolled"], on=TODAY, purpose_code="elder-visits")
    assert other[granny.pk] == {"enrolled": ""}


def test_values_of_many_take_few_queries(cast, django_assert_max_num_queries):
    people = [make_resident(f"何{number}").pk for number in range(6)]
    with django_assert_max_num_queries(8):
        assert len(values_for(people, sorted(known_fields()), on=TODAY, purpose_code="register")) == 6


def test_a_programmes_list_is_taken_out_for_its_own_purpose(cast, granny):
    enrol(granny.pk, NewEnrolment("elder-allowance"), command=a_command(cast.lin.actor))
    far = make_resident("远方", area_code=GRID_ELSEWHERE)
    Enrolment.objects.create(
        area_code=GRID_ELSEWHERE, resident=far, programme_code="elder-allowance", since=TODAY,
        review_by=dt.date(2027, 1, 1),
    )  # fmt: skip
    found = export_enrolments("elder-allowance", command=a_command(cast.jiang.actor), said="核对")
    assert [row.resident_id for row in found.enrolments] == [granny.pk]
    assert found.values[granny.pk]["name"] == "何秀兰"
    assert "phone" not in found.fields
    assert (Disclosure.objects.get().how, Disclosure.objects.get().said) == ("export", "核对")
    assert AuditEntry.objects.get(act="export").area_code == STREET


@pytest.mark.parametrize("who", ["zhao", "lin", "root", "luo"])
def test_whoever_may_not_export_takes_no_list_out(cast, granny, who):
    with pytest.raises(NotAllowed):
        export_enrolments("elder-allowance", command=a_command(getattr(cast, who).actor))


def test_who_has_left_is_not_given_out_any_more(cast, granny):
    enrol(granny.pk, NewEnrolment("elder-allowance"), command=a_command(cast.lin.actor))
    Enrolment.objects.update(until=TODAY)
    for which in Which:
        assert not export_enrolments("elder-allowance", command=a_command(cast.jiang.actor), which=which).enrolments
    assert not Disclosure.objects.exists()


def test_a_hand_over_sent_again_brings_out_nobody_else_and_nothing_later(cast, granny):
    row, command = signed(cast), a_command(cast.jiang.actor)
    first, rows = hand_over_residents(row.pk, [granny.pk], command=command)
    assert hand_over_residents(row.pk, [granny.pk], command=command) == (first, rows)
    other = make_resident("吴芳", born_on=BORN)
    with pytest.raises(CommandIdReused):
        hand_over_residents(row.pk, [granny.pk, other.pk], command=command)
    end_agreement(row.pk, command=a_command(cast.luo.actor))
    with pytest.raises(errors.NotSigned):
        hand_over_residents(row.pk, [granny.pk], command=command)


def test_a_programme_s_list_gives_out_nobody_who_has_moved_to_another_area(cast, granny):
    enrol(granny.pk, NewEnrolment("elder-allowance"), command=a_command(cast.lin.actor))
    assert len(export_enrolments("elder-allowance", command=a_command(cast.jiang.actor)).values) == 1
    home = NewHome(make_dwelling(area_code=GRID_ELSEWHERE, unit_no="909"), TODAY, registered=True, leaves=True)
    move_in(granny.pk, home, command=a_command(SYSTEM))
    assert not export_enrolments("elder-allowance", command=a_command(cast.jiang.actor)).values
