"""What a model learnt, as words: enough for a phone to suggest nearly what the model would."""

import pytest

from linli.cases.triage.cold_start import index_keywords
from linli.cases.triage.learning import train
from linli.cases.triage.strongest import MOST_WORDS, strongest_words
from linli.cases.triage.suggesting import make_suggester

TOLD = {
    "event.rubbish": ["门口堆着生活垃圾没人清运", "垃圾桶旁边的垃圾发臭", "路边有一堆垃圾袋", "生活垃圾扔了一地"],
    "component.lamp": ["路灯不亮晚上看不清", "路灯闪了三天", "门口的路灯坏了", "整条街的路灯都不亮"],
    "component.cover": ["井盖松动很危险", "井盖缺失了一块", "车压过井盖很响", "井盖翘起来绊人"],
    "event.parking": ["车辆乱停堵住消防通道", "有车辆停在人行道上", "车辆停放占了路", "消防通道停满车辆"],
    "event.noise": ["夜里施工噪声睡不着", "广场音响噪声太大", "楼上装修噪声不停", "深夜还有施工噪声"],
}


@pytest.fixture(scope="module")
def model():
    rows = [(kind, f"{place}{text}") for kind, texts in TOLD.items() for text in texts for place in "东南西北中" * 3]
    return train([text for _kind, text in rows], [kind for kind, _text in rows])


def test_each_kind_is_told_by_its_own_words(model):
    found = strongest_words(model)
    assert {"路灯"} <= set(found["component.lamp"])
    assert {"井盖"} <= set(found["component.cover"])
    words = [word for kind in found.values() for word in kind]
    assert len(words) == len(set(words))
    assert max(map(len, found.values())) <= MOST_WORDS


def test_the_words_alone_suggest_what_the_model_does(model):
    index = index_keywords(strongest_words(model))
    for kind, texts in TOLD.items():
        assert {index.suggest(text).kind_code for text in texts} <= {kind, None}
        assert any(index.suggest(text).kind_code == kind for text in texts)


def test_before_enough_was_learnt_there_are_none():
    assert make_suggester(None, {}).strongest() == {}
