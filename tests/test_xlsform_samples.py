"""Public XLSForms through Linli's converter: all but the broken ones become XForms, and what is barred is refused."""

import pytest
from benchmarks.xlsform_samples import FOLDER, samples, try_all

from linli.forms.converting.old_workbooks import as_xlsx
from linli.forms.converting.xlsforms import xform_from

needs_the_samples = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the sample forms (../shared/data/xlsforms) are not in this repository"
)
BROKEN = {  # on purpose, or no form at all
    "onadata/transportation/transportation.no_choices.xlsx",
    "onadata/transportation/transportation_export.xlsx",
    "pyxform-examples/include.xls",
    "pyxform-examples/include.xlsx",
    "pyxform-examples/include_json.xls",
    "pyxform-examples/include_json.xlsx",
    "pyxform-examples/unknown_question_type.xls",
}


@needs_the_samples
@pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl tells of what it leaves out of other people's workbooks
def test_every_sample_that_is_not_broken_becomes_a_form():
    tried = {one.name: one for one in try_all()}
    assert {name for name, one in tried.items() if not one.made} == BROKEN
    assert sum(one.admitted for one in tried.values()) == 56
    assert tried["odk-samples/whova_form.xlsx"].code == "forms.barred"
    refused = {one.code for one in tried.values() if not one.admitted}
    assert refused == {"forms.barred", "forms.broken", "forms.code-wrong", "forms.needs-files", "forms.unreadable"}


@needs_the_samples
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_every_old_workbook_becomes_what_the_converter_alone_makes_of_it():
    old = [path for path in samples() if path.suffix == ".xls" and str(path.relative_to(FOLDER)) not in BROKEN]
    assert len(old) > 20
    for path in old:
        content = path.read_bytes()
        alone, _said = xform_from(content, name=path.name)
        assert xform_from(as_xlsx(content, name=path.name), name=path.name)[0] == alone, path.name
