"""Kinds go out with the words by which a phone suggests them; what was learnt since goes out, too, and nothing else."""

import pytest

from linli.cases.queries import suggesting
from linli.cases.testing import make_places
from linli.cases.triage.learning import train
from linli.fieldsync.tests.phone import Phone
from linli.fieldsync.tests.test_changes import pull, put

TOLD = {
    "event.exposed-rubbish": "门口堆着生活垃圾没人清运",
    "component.street-lamp": "路灯不亮晚上看不清",
    "event.car-parking": "车辆乱停堵住消防通道",
    "request.living-noise": "邻居深夜弹琴吵得睡不着",
    "event.fallen-tree": "大风把树刮倒横在路上",
}


@pytest.fixture
def _learning(settings, tmp_path):
    settings.LINLI_DATA = tmp_path
    suggesting.forget()
    yield
    suggesting.forget()


@pytest.mark.usefixtures("_learning")
def test_what_was_learnt_goes_out_for_its_kinds_alone(cast):
    make_places()
    phone = Phone(cast.lin)
    first = pull(phone)
    assert "路灯" in put(first, "kinds")["component.street-lamp"]["words"]
    rows = [(kind, f"{place}{text}") for kind, text in TOLD.items() for place in "东南西北中上下前后里" * 5]
    suggesting.model_path().parent.mkdir()
    train([text for _kind, text in rows], [kind for kind, _text in rows]).save(suggesting.model_path())
    suggesting.forget()
    found = put(pull(phone, first["cursor"]), "kinds")
    assert found
    assert set(found) <= set(TOLD)
    assert any(set(row["words"]) > set(put(first, "kinds")[kind]["words"]) for kind, row in found.items())
