"""What the page's script is told of a photo field: how many, and whether time and place are sent along."""

import pytest

from linli.cases.web.joint_forms import PartAnswerForm
from linli.cases.web.portal_forms import MorePhotosForm, ReportForm
from linli.cases.web.step_forms import AnswerForm, PhotosForm, SettlementForm


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (AnswerForm, "before"),
        (AnswerForm, "after"),
        (SettlementForm, "before"),
        (SettlementForm, "after"),
        (PartAnswerForm, "photos"),
        (PhotosForm, "photos"),
    ],
)
def test_photos_that_may_form_a_pair_keep_what_the_camera_noted(form, name):
    assert "data-photo-notes" in form.base_fields[name].widget.attrs


@pytest.mark.parametrize("form", [ReportForm, MorePhotosForm])
def test_a_residents_photos_leave_time_and_place_behind(form):
    assert "data-photo-notes" not in form.base_fields["photos"].widget.attrs
