"""What another system sends under its own keys: found by index among all cases, one case however many come at a time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from linli.cases import actions
from linli.cases.actions.reporting import Reported
from linli.cases.models import Case
from linli.cases.queries.sources import case_already_in, keys_already_in
from linli.cases.testing import a_command, a_report
from linli.staff.testing import Cast

AT_A_TIME = 6


@pytest.mark.django_db
def test_a_sources_key_is_found_by_its_index(django_assert_num_queries):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by figures, and a table of a few rows is read whole")
    with django_assert_num_queries(2) as asked:
        case_already_in("hotline", "118812")
        keys_already_in("hotline", ["118812", "118813"])
    for query in asked.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute(f"explain query plan {query['sql']}")
            plan = " ".join(str(line) for line in cursor.fetchall())
        assert "INDEX case_once_per_source (source=? AND source_key=?)" in plan


@pytest.mark.django_db(transaction=True)
def test_the_same_report_sent_several_times_at_once_is_one_case(cast: Cast):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its database in memory is one connection's")
    start = Barrier(AT_A_TIME)

    def send(_place: int) -> Reported:
        command = a_command(cast.chen.actor)
        start.wait()
        try:
            return actions.report_case(a_report(source="hotline", source_key="118812"), command=command)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        answers = list(pool.map(send, range(AT_A_TIME)))
    assert {answer.case.pk for answer in answers} == set(Case.objects.values_list("pk", flat=True))
    assert Case.objects.count() == 1
