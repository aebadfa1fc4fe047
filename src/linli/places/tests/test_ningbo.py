"""The 401 community polygons of Ningbo, as they were published: imported whole, and their faults named."""

import os
from collections import Counter
from pathlib import Path

import pytest
from django.utils import timezone

from linli.places import queries
from linli.places.checking import find_problems
from linli.places.importing import Source, import_file

SHARED = Path(os.environ.get("LINLI_SHARED") or Path(__file__).resolve().parents[5] / "shared")
FILE = SHARED / "data" / "community-boundaries-ningbo" / "communities.geojson"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FILE.exists(), reason="the polygons carry no licence and are not in this repository"),
]


def test_all_401_communities_are_taken_and_what_is_wrong_with_them_is_named():
    report = import_file(Source(FILE), by="测试", at=timezone.now())
    shapes = queries.areas_to_check()
    kinds = Counter(problem.kind for problem in find_problems(shapes))
    assert (report.features, len(report.refused), len(report.notes)) == (401, 0, 36)
    assert sum(shape.level == "community" for shape in shapes) == 401
    assert (kinds["overlap"], kinds["unnamed"], kinds["same_name"], kinds["broken_name"]) == (2, 7, 1, 6)
    assert kinds["gap"] > 20
    assert not import_file(Source(FILE), by="测试", at=timezone.now()).stored.changed
