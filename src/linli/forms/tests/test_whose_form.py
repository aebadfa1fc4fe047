"""A form belongs to an area: nobody writes beyond their own, and what is admitted is what was looked at."""

from dataclasses import replace

import pytest
from django.urls import reverse

from linli.core.ids import new_id
from linli.core.installation import set_installation
from linli.forms import actions, errors
from linli.forms.models import Form, FormVersion
from linli.forms.queries.listing import form_rows
from linli.forms.testing import a_command, admit, an_admission, an_xlsform
from linli.places.testing import make_town
from linli.staff.rules import PostFacts, Role
from linli.staff.testing import COMMUNITY_OFFICE, DISTRICT, STREET, STREET_BESIDE, Cast, Member, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]


@pytest.fixture
def hu(cast: Cast) -> Member:
    """Admits the forms of one street."""
    return make_member("hu", "胡静", Role.DATA_OFFICER, STREET)


@pytest.fixture
def tan(cast: Cast) -> Member:
    """Admits the forms of the street beside it."""
    return make_member("tan", "谭明", Role.DATA_OFFICER, STREET_BESIDE)


def upload(by: Member, question: str = "备注", *, version: str = "1") -> FormVersion:
    content = an_xlsform([("text", "remark", question)], code="street-form", version=version)
    return actions.upload_form(content, name="t.xlsx", command=a_command(by.actor))


def codes(by: Member) -> list[str]:
    return [row.code for row in form_rows(by.actor)]


def test_a_draft_is_seen_changed_and_admitted_only_in_its_writers_area(cast: Cast, hu, tan):
    first = upload(hu)
    assert (codes(hu), codes(cast.luo), codes(tan)) == (["street-form"], ["street-form"], [])
    page = f"{reverse('forms:admission', args=['street-form'])}?version=1"
    assert [one.sign_in().get(page).status_code for one in (hu, cast.luo, tan)] == [200, 200, 404]
    with pytest.raises(errors.FormCodeTaken):
        upload(tan, "别的问题")
    with pytest.raises(errors.FormNotFound):
        admit("street-form", an_admission(area_code=STREET_BESIDE), command=a_command(tan.actor))
    assert FormVersion.objects.get().md5 == first.md5
    assert admit("street-form", an_admission(area_code=STREET), command=a_command(hu.actor)).state == "admitted"


def test_nobody_adds_a_version_to_the_form_of_another_area(cast: Cast, hu, tan):
    upload(hu)
    admit("street-form", an_admission(area_code=STREET), command=a_command(hu.actor))
    with pytest.raises(errors.FormCodeTaken):
        upload(tan, version="2")
    upload(cast.luo, version="2")
    assert set(FormVersion.objects.values_list("version", flat=True)) == {"1", "2"}
    admit("street-form", an_admission(), command=a_command(cast.luo.actor), version="2")
    with pytest.raises(errors.FormCodeTaken):  # by now it is asked in the whole district
        upload(hu, version="3")


def test_who_admits_forms_in_two_streets_drafts_for_the_first(cast: Cast, hu):
    both = replace(hu.actor, posts=tuple(PostFacts(Role.DATA_OFFICER, area) for area in (STREET_BESIDE, STREET)))
    version = upload(replace(hu, actor=both))
    assert version.form.area_code == STREET
    assert admit("street-form", an_admission(area_code=STREET_BESIDE), command=a_command(both)).state == "admitted"


def test_a_draft_of_nobodys_area_is_its_writers_and_the_whole_houses(cast: Cast, hu, tan):
    set_installation(name="松门区", root_code=DISTRICT, is_demo=False)
    upload(hu)
    Form.objects.update(area_code="")  # as drafts were kept at first
    assert (codes(hu), codes(cast.luo), codes(tan)) == (["street-form"], ["street-form"], [])
    with pytest.raises(errors.FormCodeTaken):
        upload(tan, "别的问题")


def test_the_page_admits_what_it_showed_and_nothing_else(cast: Cast, hu):
    make_town()
    upload(hu, "楼道有没有堆物")
    client, page = hu.sign_in(), f"{reverse('forms:admission', args=['street-form'])}?version=1"
    looked_at = client.get(page).context["form"]["mark"].value()
    colleagues = upload(cast.luo, "您家有几口人")
    said = {
        "command_id": str(new_id()), "owner_unit": COMMUNITY_OFFICE, "purpose_code": "verify", "target": "none",
        "list_reference": "清单 1", "expires_on": "2026-12-31", "area_code": STREET, "lead_days": "7",
    }  # fmt: skip
    for seen in (looked_at, ""):
        answer = client.post(page, {**said, "mark": seen})
        assert answer.status_code == 400
        assert "您家有几口人" in answer.content.decode()
        assert "清单 1" in answer.content.decode()
        assert str(errors.VersionChanged()) in answer.content.decode()
        assert Form.objects.get().state == "draft"
    again = answer.context["form"]["mark"].value()
    assert again == colleagues.mark
    assert client.post(page, {**said, "mark": again}).status_code == 302
    assert Form.objects.get().state == "admitted"


def test_an_admitted_version_is_prolonged_as_it_stands(cast: Cast, hu):
    upload(hu)
    admit("street-form", an_admission(area_code=STREET), command=a_command(hu.actor))
    with pytest.raises(errors.VersionChanged):
        actions.admit_form("street-form", "1", an_admission(), mark="0" * 32, command=a_command(cast.luo.actor))
