"""The desk's pages of forms: strangers get nothing, answers stay masked until somebody says what for, and every list goes out as a workbook."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from PIL import Image

from linli.core.ids import new_id
from linli.core.installation import set_installation
from linli.forms import actions
from linli.forms.models import Form, Submission, WriteBack
from linli.forms.testing import a_command, an_xlsform, household_xml, make_form, make_forms, member_xml
from linli.forms.web.urls import app_name, urlpatterns
from linli.places import queries as places
from linli.places.testing import make_dwelling, make_flats, make_town
from linli.register.queries.disclosures import disclosures_of
from linli.register.queries.held import held_members
from linli.register.testing import make_household
from linli.staff.queries import tokens_of
from linli.staff.testing import COMMUNITY_OFFICE, DISTRICT, GRID, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
TELLING = ("何秀兰", "19900000999", "199******99", "入户核对表", "何**")


@pytest.fixture
def submission(cast: Cast, settings, tmp_path) -> Submission:
    settings.LINLI_MEDIA = tmp_path
    make_forms(cast)
    turn = member_xml(member_name="何秀兰", sex="female", born_on="1958-04-05", phone="19900000999")
    xml = household_xml(turn, household=make_household().pk, home={"plate_unclear": "yes", "plate_photo": "a.jpg"})
    picture = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(picture, "JPEG")
    sent = actions.Sent("household", "", "", xml, files={"a.jpg": picture.getvalue()})
    return Submission.objects.get(pk=actions.take_submission(sent, command=a_command(cast.lin.actor)).id)


def addresses(submission: Submission) -> list[str]:
    known = {
        "submission_id": submission.pk, "file_id": submission.files.get().pk, "token_id": new_id(), "code": "household",
    }  # fmt: skip
    return [
        reverse(f"{app_name}:{one.name}", kwargs={key: known[key] for key in one.pattern.converters})
        for one in urlpatterns
    ]


def test_a_stranger_gets_nothing_from_any_address(cast: Cast, submission):
    for member in (cast.zhao, cast.sun, cast.root):
        client = member.sign_in()
        for address in addresses(submission):
            for answer in (client.get(address), client.post(address, {"command_id": str(new_id())})):
                assert answer.status_code in {403, 404, 405}, address
                assert not any(said in answer.content.decode(errors="replace") for said in TELLING), address


def test_whoever_is_not_signed_in_is_sent_to_sign_in(submission):
    for address in addresses(submission):
        answer = Client().get(address)
        assert answer.status_code in {302, 405}, address
        if answer.status_code == 302:
            assert answer["Location"].startswith("/accounts/login/"), address


def test_who_admits_forms_sees_no_answers(cast: Cast, submission):
    client = cast.luo.sign_in()
    assert client.get(reverse("forms:list")).status_code == 200
    for name in ("submissions", "review", "submissions_workbook"):
        assert client.get(reverse(f"forms:{name}")).status_code == 403
    assert client.get(reverse("forms:submission", args=[submission.pk])).status_code == 403


def test_answers_are_masked_until_somebody_says_what_for_and_the_resident_can_read_it(cast: Cast, submission):
    client, page = cast.jiang.sign_in(), reverse("forms:submission", args=[submission.pk])
    masked = client.get(page).content.decode()
    assert "何**" in masked
    assert not any(said in masked for said in ("何秀兰", "19900000999", "1958-04-05"))
    people = [one.id for one in held_members(submission.household_id)]
    assert not any(disclosures_of(one) for one in people)
    read = reverse("forms:reading", args=[submission.pk])
    assert client.post(read, {"command_id": str(new_id()), "said": ""}).status_code == 400
    clear = client.post(read, {"command_id": str(new_id()), "said": "核对电话"}).content.decode()
    assert all(said in clear for said in ("何秀兰", "19900000999", "1958-04-05"))
    read_of = [row for one in people for row in disclosures_of(one)]
    assert {(row.by_name, row.said) for row in read_of} == {("姜文琴", "核对电话")}
    assert len(read_of) == len(people)


def test_a_value_is_taken_over_from_the_page(cast: Cast, submission):
    client = cast.jiang.sign_in()
    row = WriteBack.objects.get()
    values = {"command_id": str(new_id()), "decision": "take", "write_back": str(row.pk), "seen": ""}
    answer = client.post(reverse("forms:decision", args=[submission.pk]), values, follow=True)
    assert "已写回登记" in answer.content.decode()
    assert WriteBack.objects.get().state == "taken"


def test_everything_of_a_form_is_settled_from_the_page(cast: Cast, submission):
    values = {"command_id": str(new_id()), "decision": "keep-all"}
    cast.jiang.sign_in().post(reverse("forms:decision", args=[submission.pk]), values)
    assert Submission.objects.get().state == "taken"


def test_a_file_is_shown_to_reviewers_only(cast: Cast, submission):
    client, reading = cast.jiang.sign_in(), str(new_id())
    client.post(reverse("forms:reading", args=[submission.pk]), {"command_id": reading, "said": "核对门牌"})
    address = f"{reverse('forms:file', args=[submission.pk, submission.files.get().pk])}?reading={reading}"
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert Image.open(io.BytesIO(answer.content)).size == (20, 20)
    assert cast.lin.sign_in().get(address).status_code == 403


def test_a_form_is_uploaded_looked_at_and_admitted(cast: Cast):
    make_forms(cast)
    client = cast.luo.sign_in()
    content = an_xlsform([("text", "full_name", "姓名"), ("text", "remark", "备注")], code="new-form")
    file = SimpleUploadedFile("new.xlsx", content)
    answer = client.post(reverse("forms:upload"), {"command_id": str(new_id()), "file": file}, follow=True)
    page = answer.content.decode()
    assert "问 2 个问题：登记里已有 1 个，其他表单也问 1 个。" in page
    said = {
        "command_id": str(new_id()), "owner_unit": COMMUNITY_OFFICE, "purpose_code": "verify", "target": "person",
        "list_reference": "", "expires_on": "2026-12-31", "area_code": DISTRICT, "lead_days": "7",
    }  # fmt: skip
    address = answer.redirect_chain[-1][0]
    assert client.post(address, said).status_code == 400
    assert Form.objects.get(pk="new-form").state == "draft"


def test_a_broken_upload_says_where(cast: Cast):
    file = SimpleUploadedFile("t.xlsx", an_xlsform([("text", "religion", "宗教信仰")]))
    answer = cast.luo.sign_in().post(reverse("forms:upload"), {"command_id": str(new_id()), "file": file})
    assert answer.status_code == 400
    assert "survey" in answer.content.decode()
    assert not Form.objects.exists()


def test_a_withdrawn_form_tells_why(cast: Cast):
    make_form(cast, [("text", "remark", "备注")])
    client = cast.luo.sign_in()
    values = {"command_id": str(new_id()), "reason": "与入户核对表重复"}
    page = client.post(reverse("forms:withdrawal", args=["test-form"]), values, follow=True).content.decode()
    assert "与入户核对表重复" in page


def cells(content: bytes) -> list[list[object]]:
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]


def test_lists_go_out_as_workbooks_without_an_answer(cast: Cast, submission):
    client = cast.jiang.sign_in()
    listed = cells(client.get(reverse("forms:submissions_workbook")).content)
    assert listed[1][2] == "入户核对表"
    assert not any("何秀兰" in str(cell) for row in listed for cell in row)
    forms = cells(client.get(reverse("forms:workbook")).content)
    assert [row[0] for row in forms[1:4]] == ["building-safety", "household", "elder-visit-needs"]
    assert forms[2][11:13] == [15, 8]


def test_answers_go_out_only_for_a_purpose_that_allows_lists(cast: Cast, submission):
    client = cast.jiang.sign_in()
    values = {"command_id": str(new_id()), "form": "household", "said": "年度汇总"}
    refused = client.post(reverse("forms:answers"), values)
    assert refused.status_code == 409
    assert "核实登记" in refused.content.decode()
    make_form(cast, [("text", "remark", "备注")], code="needs", purpose_code="register")
    xml = '<data id="needs" version="1"><remark>加装扶手</remark><meta><instanceID>n</instanceID></meta></data>'
    actions.take_submission(actions.Sent("needs", "", "", xml.encode()), command=a_command(cast.lin.actor))
    answer = client.post(reverse("forms:answers"), {**values, "command_id": str(new_id()), "form": "needs"})
    assert cells(answer.content)[1][4] == "加装扶手"


def test_an_app_password_is_shown_once_and_taken_back(cast: Cast):
    client = cast.lin.sign_in()
    page = client.post(reverse("forms:app_passwords"), {"name": "我的手机", "days": "30"}).content.decode()
    assert "linli_" in page
    assert "linli_" not in client.get(reverse("forms:app_passwords")).content.decode()
    (token,) = tokens_of(cast.lin.account)
    assert token.scopes == ["forms.fill"]
    client.post(reverse("forms:revocation", args=[token.pk]))
    assert tokens_of(cast.lin.account)[0].revoked_at is not None


def test_nobody_takes_back_the_password_of_another(cast: Cast):
    cast.lin.sign_in().post(reverse("forms:app_passwords"), {"name": "我的手机", "days": "30"})
    cast.jiang.sign_in().post(reverse("forms:revocation", args=[tokens_of(cast.lin.account)[0].pk]))
    assert tokens_of(cast.lin.account)[0].revoked_at is None


@pytest.mark.parametrize(("name", "most"), [("list", 14), ("submissions", 14), ("review", 12)])
def test_lists_cost_the_same_however_long_they_are(cast: Cast, submission, django_assert_max_num_queries, name, most):
    client, address = cast.jiang.sign_in(), reverse(f"forms:{name}")
    client.get(address)
    for number in range(3):
        xml = household_xml(
            member_xml(member_name="何秀兰", sex="female", phone=f"1990000088{number}"),
            household=submission.household_id,
        )
        actions.take_submission(actions.Sent("", "", "", xml), command=a_command(cast.lin.actor))
    with django_assert_max_num_queries(most):
        client.get(address)


def a_known_flat():
    """A household in flat 101 of a compound, and how people write where that is."""
    make_town()
    make_flats("C1", "竹桥新村", area_code=GRID)
    make_dwelling(area_code=GRID)  # says that there are new buildings
    match = places.match_address("竹桥新村1号楼2单元101室")
    assert match.is_sure
    return make_household(dwelling_id=match.best.dwelling_id), "竹桥新村1号楼2单元101室"


def test_an_address_leads_to_the_household_of_a_form_that_came_without_one(cast: Cast, settings, tmp_path):
    settings.LINLI_MEDIA = tmp_path
    make_forms(cast)
    house, address = a_known_flat()
    xml = household_xml(home={"address": "竹桥新村"})
    taken = actions.take_submission(actions.Sent("", "", "", xml), command=a_command(cast.lin.actor))
    client, page = cast.jiang.sign_in(), reverse("forms:submission", args=[taken.id])
    assert str(house.pk) not in client.get(page).content.decode()
    found = client.get(page, {"address": address}).content.decode()
    assert str(house.pk) in found
    values = {"command_id": str(new_id()), "household": str(house.pk)}
    client.post(reverse("forms:household", args=[taken.id]), values)
    assert Submission.objects.get().household_id == house.pk


def test_a_form_of_collect_finds_its_household_by_a_sure_address(cast: Cast, settings, tmp_path):
    settings.LINLI_MEDIA = tmp_path
    make_forms(cast)
    house, address = a_known_flat()
    actions.take_submission(
        actions.Sent("", "", "", household_xml(home={"address": address})), command=a_command(cast.lin.actor)
    )
    assert Submission.objects.get().household_id == house.pk


def test_a_demo_account_is_told_that_its_own_password_will_do(cast: Cast):
    cast.lin.account.is_demo = True
    cast.lin.account.save()
    set_installation(name="松门区", root_code=DISTRICT, is_demo=True)
    client = cast.lin.sign_in()
    page = client.get(reverse("forms:app_passwords"))
    assert page.status_code == 200
    assert "/openrosa" in page.content.decode()
    assert client.post(reverse("forms:app_passwords"), {"name": "x", "days": 9}).status_code == 409
