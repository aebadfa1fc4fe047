"""What the tests of the import share: a building with homes, and rows as a street writes them."""

import csv
import io
from pathlib import Path

from linli.places.testing import make_flats
from linli.register.testing import make_id_number
from linli.staff.testing import COMMUNITY, GRID, GRID_ELSEWHERE

HEAD = (
    "姓名", "性别", "身份证号", "出生日期", "联系电话", "小区", "楼栋", "单元", "房号", "家庭编号", "与户主关系", "户籍", "居住状态", "入住日期",
)  # fmt: skip


def make_homes():
    """Store a compound with two buildings of four flats, and one in another street."""
    make_flats("C1", "竹桥新村", area_code=GRID, street="松溪路")
    make_flats("C2", "远处花园", area_code=GRID_ELSEWHERE)


def row(**said):
    """Give the cells of one good row, some of them otherwise."""
    import datetime as dt

    born, sex, order = said.pop("born", "1958-04-05"), said.pop("sex", "女"), said.pop("order", 1)
    number = make_id_number(dt.date.fromisoformat(born), "female" if sex == "女" else "male", order)
    usual = dict(
        zip(
            HEAD,
            (
                "何秀兰",
                sex,
                number,
                born,
                "19900000123",
                "竹桥新村",
                "1号楼",
                "1单元",
                "101",
                "H1",
                "户主",
                "是",
                "常住",
                "2020-01-01",
            ),
            strict=True,
        )
    )
    return [str(cell) for cell in {**usual, **said}.values()]


FAMILY = (
    ("何秀兰", {}),
    ("何建国", {"姓名": "何建国", "sex": "男", "born": "1982-06-01", "order": 2, "与户主关系": "子"}),
    ("何宇轩", {"姓名": "何宇轩", "sex": "男", "born": "2019-09-01", "order": 3, "与户主关系": "孙子", "联系电话": ""}),
)


def family():
    """Give three good rows of one household."""
    return [row(**said) for _name, said in FAMILY]


def content(*rows, head=HEAD):
    """Write rows as a CSV's bytes."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([head, *rows])
    return text.getvalue().encode()


def write(folder: Path, *rows, name="people.csv", head=HEAD):
    """Write rows as a CSV file."""
    path = folder / name
    path.write_bytes(content(*rows, head=head))
    return path


AREA = COMMUNITY
