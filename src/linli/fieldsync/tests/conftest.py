"""What the tests of this room share: folders of their own, a town, and Lin's phone."""

import pytest

from linli.cases.testing import make_places
from linli.fieldsync.tests.phone import Phone


@pytest.fixture
def folders(settings, tmp_path):
    """Keep files of this test apart."""
    settings.LINLI_DATA, settings.LINLI_MEDIA = tmp_path, tmp_path / "attachments"
    return tmp_path


@pytest.fixture
def phone(cast, folders):
    """Lin's phone, in a town with areas."""
    make_places()
    return Phone(cast.lin)
