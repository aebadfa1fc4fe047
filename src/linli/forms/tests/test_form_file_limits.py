"""What is too much beside a form, or said twice: refused in a sentence, however it is given."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from linli.core.ids import new_id
from linli.forms import errors
from linli.forms.cli import forms as command_line
from linli.forms.converting import convert_xlsform, xform
from linli.forms.models import FormVersion
from linli.forms.tests.beside import POINTS, workbook
from linli.staff.testing import Cast


def asked(times: int) -> bytes:
    return workbook([("select_one_from_file points.csv", f"point_{at}", "去哪里", "", "", "") for at in range(times)])


def test_a_list_counts_once_for_each_question_that_takes_it(monkeypatch):
    monkeypatch.setattr(xform, "MOST_CHOICES", 6)
    given = {"points.csv": POINTS.encode()}
    assert len(convert_xlsform(asked(2), name="t.xlsx", files=given).questions) == 2
    with pytest.raises(errors.FormChoicesTooMany, match="超过 6 项"):
        convert_xlsform(asked(3), name="t.xlsx", files=given)


def test_two_files_of_one_name_are_refused_wherever_they_lay():
    given = {"east/points.csv": POINTS.encode(), "west/points.csv": POINTS.replace("东街", "西街").encode()}
    with pytest.raises(errors.FormFileTwice, match=r"points\.csv.*不止一份"):
        convert_xlsform(asked(1), name="t.xlsx", files=given)


@pytest.mark.django_db
def test_the_desk_refuses_two_files_of_one_name(cast: Cast):
    twice = [SimpleUploadedFile("points.csv", POINTS.replace("东街", where).encode()) for where in ("东街", "西街")]
    values = {"command_id": str(new_id()), "file": SimpleUploadedFile("t.xlsx", asked(1)), "beside": twice}
    refused = cast.luo.sign_in().post(reverse("forms:upload"), values)
    assert (refused.status_code, FormVersion.objects.count()) == (400, 0)
    assert "points.csv”给了不止一份" in refused.context["form"].errors["beside"][0]


def test_the_command_line_refuses_two_files_of_one_name(tmp_path: Path):
    (tmp_path / "form.xlsx").write_bytes(asked(1))
    said = ["check", str(tmp_path / "form.xlsx")]
    for folder in ("east", "west"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "points.csv").write_text(POINTS, encoding="utf-8")
        said += ["--with", str(tmp_path / folder / "points.csv")]
    ended = CliRunner().invoke(command_line, said)
    assert ended.exit_code != 0
    assert isinstance(ended.exception, errors.FormFileTwice)
