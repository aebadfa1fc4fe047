"""Facts are stored with the change and told afterwards at least once."""

import dataclasses
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar

import pytest
from django.db import transaction

from linli.core import facts
from linli.core.models import StoredFact

pytestmark = pytest.mark.django_db


@dataclasses.dataclass(frozen=True)
class BellRang(facts.Fact):
    name: ClassVar[str] = "test.bell-rang"
    times: int


@pytest.fixture(autouse=True)
def _old_listeners() -> Iterator[None]:
    kept = dict(facts._listeners)
    yield
    facts._listeners.clear()
    facts._listeners.update(kept)


def test_a_fact_reaches_every_listener_once_told():
    heard = []
    facts.listen({BellRang: [heard.append, heard.append]})
    facts.announce(BellRang(3))
    assert heard == []
    assert facts.tell_facts() == 1
    assert heard == [{"times": 3, facts.FACT_ID: str(StoredFact.objects.get().pk)}] * 2
    assert facts.tell_facts() == 0


def test_nothing_follows_from_a_change_that_was_not_stored():
    facts.listen({BellRang: [print]})
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        facts.announce(BellRang(1))
        raise ZeroDivisionError
    assert StoredFact.objects.count() == 0


def test_a_fact_nobody_listens_to_is_not_kept():
    facts.listen({})
    facts.announce(BellRang(1))
    assert StoredFact.objects.count() == 0


def test_who_listens_is_looked_up_once_at_the_first_need_and_all_wait_for_it():
    asked = []

    def find():
        asked.append("asked")
        time.sleep(0.05)
        return {BellRang: [print]}

    facts.listen_later(find)
    assert asked == []
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _one: dict(facts._heard()), range(4)))
    assert (asked, found) == (["asked"], [{"test.bell-rang": (print,)}] * 4)


def test_a_fact_loses_no_try_while_nobody_can_say_who_listens():
    facts.listen({BellRang: [print]})
    facts.announce(BellRang(1))
    facts.listen_later(lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        facts.tell_facts()
    assert StoredFact.objects.get().tries == 0
    facts.listen({BellRang: [print]})
    assert facts.tell_facts() == 1


def test_a_listener_that_fails_holds_up_no_other_fact_and_is_asked_again():
    heard = []

    def sometimes(payload):
        if payload["times"] == 1 and not heard:
            heard.append("failed")
            raise ValueError
        heard.append(payload["times"])

    facts.listen({BellRang: [sometimes]})
    facts.announce(BellRang(1))
    facts.announce(BellRang(2))
    assert facts.tell_facts() == 1
    assert StoredFact.objects.get(told_at=None).trouble == "ValueError"
    assert facts.tell_facts() == 1
    assert heard == ["failed", 2, 1]


def test_a_fact_that_never_gets_through_is_given_up_and_kept():
    def never(payload):
        raise ValueError

    facts.listen({BellRang: [never]})
    facts.announce(BellRang(1))
    for _ in range(facts.MOST_TRIES + 2):
        facts.tell_facts()
    assert StoredFact.objects.get().tries == facts.MOST_TRIES
