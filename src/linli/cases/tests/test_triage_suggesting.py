"""Keywords before there is enough to learn from, and how they stand beside the learned model."""

import pytest

from linli.cases.tests.invented_reports import KEYWORDS, invented_reports
from linli.cases.triage.answers import Source
from linli.cases.triage.cold_start import index_keywords
from linli.cases.triage.learning import train
from linli.cases.triage.suggesting import CORRECTION_WEIGHT, make_suggester, training_rows


@pytest.fixture(scope="module")
def model():
    return train(*invented_reports())


def test_a_keyword_gives_its_kind_and_itself_as_reason():
    suggestion = index_keywords(KEYWORDS).suggest("门口的路灯坏了")

    assert (suggestion.kind_code, suggestion.reason, suggestion.source) == ("lamp", ("路灯",), Source.KEYWORDS)
    assert 0.5 <= suggestion.confidence <= 0.8


def test_without_a_keyword_nothing_is_guessed():
    suggestion = index_keywords(KEYWORDS).suggest("请问几点上班")

    assert (suggestion.kind_code, suggestion.others, suggestion.confidence) == (None, (), 0.0)


def test_more_words_of_a_kind_make_it_surer_but_never_certain():
    index = index_keywords({"rubbish": ("垃圾", "清运", "恶臭", "苍蝇", "脏乱")})

    one, many = index.suggest("垃圾"), index.suggest("垃圾没有清运，恶臭，苍蝇多，脏乱")

    assert one.confidence < many.confidence < 0.8


def test_words_of_two_kinds_give_dont_know_with_both_beside_it():
    suggestion = index_keywords(KEYWORDS).suggest("路灯下面有垃圾")

    assert suggestion.kind_code is None
    assert {other.kind_code for other in suggestion.others} == {"lamp", "rubbish"}


def test_the_longer_word_hides_the_one_inside_it():
    assert index_keywords(KEYWORDS).suggest("雨水井盖坏了").kind_code == "rain-cover"


def test_a_word_of_many_kinds_says_less_than_a_word_of_one():
    index = index_keywords({"lift": ("电梯", "困人"), "property": ("电梯", "物业费")})

    assert index.suggest("电梯坏了").kind_code is None
    assert index.suggest("电梯困人").kind_code == "lift"


def test_full_width_and_capital_letters_are_the_same_word():
    assert index_keywords({"net": ("ＷiFi",)}).suggest("小区WIFI断了").kind_code == "net"


def test_without_a_model_the_keywords_answer():
    assert make_suggester(None, KEYWORDS).suggest("井盖丢了").source is Source.KEYWORDS


def test_with_enough_learnt_the_model_answers(model):
    suggestion = make_suggester(model, KEYWORDS).suggest("晚上很黑，老人看不清路")

    assert (suggestion.kind_code, suggestion.source) == ("lamp", Source.LEARNED)


def test_a_model_of_few_texts_does_not_answer_yet():
    texts, kinds = invented_reports()
    young = train(texts[:80], kinds[:80])

    assert make_suggester(young, KEYWORDS).suggest("垃圾没人清运").source is Source.KEYWORDS


def test_where_the_model_is_silent_keywords_speak_for_kinds_it_could_not_learn(model):
    keywords = {**KEYWORDS, "elevator": ("电梯", "轿厢")}

    suggestion = make_suggester(model.with_threshold(1.01), keywords).suggest("电梯轿厢抖动")

    assert (suggestion.kind_code, suggestion.source) == ("elevator", Source.KEYWORDS)


def test_where_the_model_is_silent_keywords_do_not_overrule_it(model):
    suggestion = make_suggester(model.with_threshold(1.01), KEYWORDS).suggest("路灯不亮")

    assert suggestion.kind_code is None
    assert suggestion.best_guess == "lamp"


def test_corrections_become_rows_with_a_higher_weight():
    rows = training_rows([("路灯不亮", "lamp", "lamp"), ("树挡住灯", "lamp", "tree"), ("井盖响", "", "cover")])

    assert rows.kinds == ["lamp", "tree", "cover"]
    assert rows.weights == [1.0, CORRECTION_WEIGHT, 1.0]
