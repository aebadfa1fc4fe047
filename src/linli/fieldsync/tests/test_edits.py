"""Records put right on the phone: field by field, what two people made different is given back, nothing overwritten."""

import uuid

import pytest
from django.apps import apps
from django.utils import timezone

from linli.core.secrets import unseal
from linli.fieldsync.models import FieldCommand
from linli.fieldsync.tests.phone import Phone, command
from linli.register.actions.correcting import correct_resident
from linli.register.actions.dwellings import change_dwelling
from linli.register.testing import AT, a_command, make_household, make_resident
from linli.staff.testing import GRID_ELSEWHERE

pytestmark = pytest.mark.django_db
Resident, Dwelling = apps.get_model("register", "Resident"), apps.get_model("places", "Dwelling")


@pytest.fixture
def person(phone):
    return make_resident("何秀兰", phone="19900000123")


def an_edit(person, base, said, reason="上门核对"):
    key = str(person.pk)
    return command("person.edit", f"person:{key}", person=key, base=base, set=said, reason=reason)


def meanwhile(cast, person, **values):
    """Let the registrar change the record while the phone is away."""
    correct_resident(
        person.pk, command=a_command(cast.jiang.actor, at=AT), values=values, source="counter", reason="来社区更正"
    )


def test_what_nobody_else_changed_is_taken(phone, person):
    said = {"name": "何秀岚", "phone": "19900000456", "born_on": "1958-04-06"}
    answer = phone.one(an_edit(person, {"name": "何**", "phone": "199******23", "born_on": "1958"}, said))
    person.refresh_from_db()
    assert (answer["outcome"], answer["result"]) == ("applied", {"version": person.version})
    assert (person.name, unseal(person.phone_sealed), str(person.born_on)) == ("何秀岚", "19900000456", "1958-04-06")


def test_what_two_people_made_different_comes_back_masked_with_who_and_when(phone, person, cast):
    meanwhile(cast, person, phone="19900000789")
    made = an_edit(person, {"name": "何**", "phone": "199******23"}, {"name": "何秀岚", "phone": "19900000456"})
    answer = phone.one(made)
    person.refresh_from_db()
    assert (answer["outcome"], person.name, unseal(person.phone_sealed)) == ("conflict", "何秀岚", "19900000789")
    assert answer["conflicts"] == [
        {"field": "phone", "base": "199******23", "mine": "19900000456", "theirs": "199******89", "by": "姜文琴",
         "at": AT.isoformat()}
    ]  # fmt: skip
    assert "19900000789" not in str(answer)


def test_a_repeat_of_a_conflict_tells_it_again_and_changes_nothing(phone, person, cast):
    meanwhile(cast, person, phone="19900000789")
    made = an_edit(person, {"phone": "199******23"}, {"phone": "19900000456"})
    first, again = phone.one(made), phone.one(made)
    assert first == again
    assert FieldCommand.objects.get().result == {"version": person.version + 1}


def test_a_conflict_is_settled_by_a_new_command_over_what_stands(phone, person, cast):
    meanwhile(cast, person, phone="19900000789")
    phone.one(an_edit(person, {"phone": "199******23"}, {"phone": "19900000456"}))
    settled = an_edit(person, {"phone": "199******89"}, {"phone": "19900000456"})
    assert phone.one({**settled, "at": timezone.now().isoformat()})["outcome"] == "applied"
    assert unseal(Resident.objects.get(pk=person.pk).phone_sealed) == "19900000456"


def test_what_both_made_the_same_is_no_conflict(phone, person, cast):
    meanwhile(cast, person, sex="male")
    answer = phone.one(an_edit(person, {"sex": "female"}, {"sex": "male"}))
    assert answer["outcome"] == "applied"


@pytest.mark.parametrize("base", ["", "何某", "199******24"], ids=["nothing", "another", "another-mask"])
@pytest.mark.parametrize("field", ["name", "born_on", "phone"])
def test_a_guess_at_what_is_masked_is_answered_the_same_right_or_wrong(phone, person, field, base):
    stands = {"name": "何秀兰", "born_on": str(person.born_on), "phone": "19900000123"}
    wrong = {"name": "何秀岚", "born_on": "1958-04-06", "phone": "19900000124"}
    answers = [phone.one(an_edit(person, {field: base}, {field: said[field]})) for said in (stands, wrong)]
    assert [one["outcome"] for one in answers] == ["conflict", "conflict"]
    assert [set(one["conflicts"][0]) for one in answers] == [{"field", "base", "mine", "theirs", "by", "at"}] * 2
    person.refresh_from_db()
    assert (person.name, unseal(person.phone_sealed)) == ("何秀兰", "19900000123")


def test_a_guess_at_what_phones_were_shown_is_no_base_either(phone, person):
    """A base that is the clear value is known to the phone that wrote it, and to no other."""
    answer = phone.one(an_edit(person, {"phone": "19900000123"}, {"phone": "199 0000 0123"}))
    assert answer["outcome"] == "conflict"


def test_a_guess_dated_back_before_the_value_came_in_tells_nothing(phone, person, cast):
    made = [an_edit(person, {"name": "何**"}, {"name": said}) for said in ("何秀岚", "何秀蓝")]
    meanwhile(cast, person, name="何秀岚")
    assert [phone.one(one)["outcome"] for one in made] == ["conflict", "conflict"]


def test_the_phone_that_wrote_a_value_may_change_it_again(phone, person):
    first = an_edit(person, {"phone": "199******23"}, {"phone": "19900000456"})
    second = an_edit(person, {"phone": "19900000456"}, {"phone": "19900000789"})
    assert {one["outcome"] for one in phone.send(first, second).values()} == {"applied"}
    assert unseal(Resident.objects.get(pk=person.pk).phone_sealed) == "19900000789"


def test_two_values_that_look_alike_behind_the_mask_are_a_conflict(phone, person, cast):
    meanwhile(cast, person, phone="19911110456")
    answer = phone.one(an_edit(person, {"phone": "199******23"}, {"phone": "19900000456"}))
    assert answer["outcome"] == "conflict"


def test_another_name_behind_the_same_mask_that_came_in_since_is_a_conflict(phone, person, cast):
    made = an_edit(person, {"name": "何**"}, {"name": "何秀岚"})
    meanwhile(cast, person, name="何秀蓝")
    answer = phone.one(made)
    assert (answer["outcome"], answer["conflicts"][0]["theirs"]) == ("conflict", "何**")
    assert Resident.objects.get(pk=person.pk).name == "何秀蓝"


def test_the_own_phone_s_earlier_edit_is_no_conflict(phone, person):
    first = an_edit(person, {"name": "何**"}, {"name": "何秀岚"})
    second = an_edit(person, {"name": "何**"}, {"name": "何秀蓝"})
    answers = phone.send(first, second)
    assert {one["outcome"] for one in answers.values()} == {"applied"}
    assert Resident.objects.get(pk=person.pk).name == "何秀蓝"


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"id_number": "990101195804050028"}, "field.payload-wrong", "id_number"),
        ({"phone": "12"}, "register.phone-invalid", "phone"),
        ({"born_on": "1958-13-01"}, "register.birth-date-wrong", "born_on"),
    ],
    ids=["never-by-phone", "phone", "date"],
)
def test_what_cannot_be_used_is_refused_naming_the_field(phone, person, said, code, field):
    answer = phone.one(an_edit(person, {"phone": "199******23", "born_on": "1958"}, said))
    assert answer["outcome"] == "refused"
    assert (answer["problem"]["code"], answer["problem"]["field"]) == (code, field)


def test_a_refused_field_leaves_the_others_as_they_were(phone, person):
    phone.one(an_edit(person, {"name": "何**", "phone": "199******23"}, {"name": "何秀岚", "phone": "12"}))
    assert Resident.objects.get(pk=person.pk).name == "何秀兰"


def test_a_person_elsewhere_is_unknown(phone):
    stranger = make_resident("苏念慈", area_code=GRID_ELSEWHERE)
    answer = phone.one(an_edit(stranger, {}, {"name": "某某"}))
    assert (answer["outcome"], answer["problem"]["code"]) == ("refused", "register.resident-not-found")


def test_a_handler_edits_nobody(cast, folders):
    person = make_resident("何秀兰")
    assert Phone(cast.sun).one(an_edit(person, {"name": "何**"}, {"name": "何秀岚"}))["outcome"] == "refused"


def a_dwelling_edit(home, base, said):
    key = str(home.dwelling_id)
    return command("dwelling.edit", f"dwelling:{key}", dwelling=key, base=base, set=said)


def test_a_dwelling_is_edited_field_by_field(phone, cast):
    home = make_household()
    stands = Dwelling.objects.get(pk=home.dwelling_id)
    change_dwelling(home.dwelling_id, command=a_command(cast.jiang.actor), values={"use": "business"}, source="counter")
    base = {"use": stands.use, "state": stands.state}
    answer = phone.one(a_dwelling_edit(home, base, {"use": "rented", "state": "vacant"}))
    stands.refresh_from_db()
    assert (answer["outcome"], stands.use, stands.state) == ("conflict", "business", "vacant")
    assert (answer["conflicts"][0]["theirs"], answer["conflicts"][0]["by"]) == ("business", "姜文琴")


def test_a_repeat_of_a_dwelling_s_conflict_tells_it_again(phone, cast):
    home = make_household()
    change_dwelling(home.dwelling_id, command=a_command(cast.jiang.actor), values={"use": "business"}, source="counter")
    made = a_dwelling_edit(home, {"use": "home"}, {"use": "rented"})
    assert phone.one(made) == phone.one(made)
    assert phone.one(made)["outcome"] == "conflict"


def test_a_dwelling_elsewhere_is_unknown(phone):
    home = make_household(area_code=GRID_ELSEWHERE)
    assert phone.one(a_dwelling_edit(home, {"use": "home"}, {"use": "rented"}))["outcome"] == "refused"
    assert phone.one(a_dwelling_edit(home, {"use": "x"}, {"use": "rented"}))["outcome"] == "refused"


def test_edits_of_two_phones_end_the_same_whichever_comes_first(phone, cast, folders):
    other = Phone(cast.lin)
    ended = []
    for order in ((0, 1), (1, 0)):
        person = make_resident("何秀兰", phone="19900000123")
        edits = [
            an_edit(person, {"name": "何**"}, {"name": "何秀岚"}),
            an_edit(person, {"phone": "199******23"}, {"phone": "19900000456"}),
        ]
        for place in order:
            assert (phone, other)[place].one(edits[place])["outcome"] == "applied"
        person.refresh_from_db()
        ended.append((person.name, unseal(person.phone_sealed)))
    assert ended[0] == ended[1] == ("何秀岚", "19900000456")


def test_somebody_unknown_is_refused(phone):
    answer = phone.one(command("person.edit", "", person=str(uuid.uuid4()), base={}, set={"name": "某"}, reason="核对"))
    assert answer["outcome"] == "refused"
