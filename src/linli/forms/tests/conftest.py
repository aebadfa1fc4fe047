"""What many tests of forms begin with: a clock that stands, and a home in a town with the sample's forms."""

import pytest
import time_machine

from linli.forms.testing import AT, make_forms
from linli.register.testing import make_household
from linli.staff.testing import Cast


@pytest.fixture
def at_nine():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def house(cast: Cast, settings, tmp_path):
    settings.LINLI_MEDIA = tmp_path
    make_forms(cast)
    return make_household()
