"""The classes of facilities: declared, found by name and by words, overridden by a city, refused when they are wrong."""

import pytest

from linli.places import catalogue
from linli.places.errors.ground import FacilityClassesBroken


@pytest.fixture(autouse=True)
def _read_anew():
    catalogue.forget()
    yield
    catalogue.forget()


def own(tmp_path, text):
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "facility-classes.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_class_is_found_by_its_code_and_its_names():
    assert {catalogue.class_named(said) for said in ("school", "中小学校", "中小學校", " School ")} == {"school"}
    assert catalogue.class_named("庙") == ""


def test_the_longest_word_of_a_name_decides():
    assert catalogue.class_by_words("竹桥社区卫生服务站") == "clinic"
    assert catalogue.class_by_words("竹桥小学") == "school"
    assert catalogue.class_by_words("竹桥") == ""


def test_a_word_for_a_class_will_do_where_a_file_names_one():
    assert [catalogue.class_meant(said) for said in ("学校", "公园", "中小学校", "school")] == [
        "school",
        "park",
        "school",
        "school",
    ]
    assert [catalogue.class_meant(said) for said in ("火箭场", "学校?", "")] == ["", "", ""]


def test_only_large_grounds_are_grids_of_their_own():
    assert catalogue.is_own_grid("park", area_m2=30_000)
    assert not catalogue.is_own_grid("park", area_m2=3_000)
    assert not catalogue.is_own_grid("clinic", area_m2=1e9)
    assert not catalogue.is_own_grid("no-such-class", area_m2=1e9)


def test_a_city_lays_its_own_classes_over_the_shipped_ones(tmp_path, settings):
    names = 'name = { zh-hans = "夜市", zh-hant = "夜市", en = "Night market" }'
    market = 'code = "market"\nname = { zh-hans = "集市", zh-hant = "集市", en = "Fair" }\ngroup = "trade"'
    text = f'[[facility-class]]\ncode = "night-market"\n{names}\ngroup = "trade"\n[[facility-class]]\n{market}\n'
    settings.LINLI_CATALOGUE = str(own(tmp_path, text))
    classes = catalogue.facility_classes()
    assert classes["night-market"].name.en == "Night market"
    assert classes["market"].own_grid_from_m2 is None
    assert "school" in classes


def test_a_wrong_class_is_named_with_its_line_and_refused(tmp_path, settings):
    folder = own(tmp_path, '[[facility-class]]\ncode = "x"\ngroup = "nonsense"\n')
    count, problems = catalogue.examine(folder)
    assert count > 20
    assert {problem.file for problem in problems} == {"places/facility-classes.toml"}
    settings.LINLI_CATALOGUE = str(folder)
    with pytest.raises(FacilityClassesBroken):
        catalogue.facility_classes()


def test_there_is_no_class_for_places_of_worship():
    said = " ".join(
        f"{one.code} {one.name.zh_hans} {' '.join(one.words)}" for one in catalogue.facility_classes().values()
    )
    assert not [word for word in ("寺", "庙", "教堂", "清真", "宗教", "worship") if word in said]
