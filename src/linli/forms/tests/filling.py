"""Fill the household form in with JavaRosa, the engine of ODK Collect, which comes inside pyxform; needs Java."""

import shutil
import subprocess
from pathlib import Path

import pytest

from linli.forms.converting.xlsforms import convert_xlsform
from linli.forms.sample import shipped_forms

needs_java = pytest.mark.skipif(
    shutil.which("java") is None, reason="no Java on this machine (Debian: apt-get install default-jre-headless)"
)
PROGRAM = Path(__file__).with_name("FillForm.java")
HEAD = [
    "/data/home[1]/address[1]=竹桥路1号",
    "/data/home[1]/dwelling_state[1]=lived_in",
    "/data/home[1]/dwelling_use[1]=rented",
    "/data/members[1]/member_name[1]=何秀兰",
    "/data/members[1]/sex[1]=female",
    "/data/members[1]/born_on[1]=1958-04-05",
    "/data/members[1]/elder_help[1]=yes",
]
CHILD = [
    "+/data/members[2]",
    "/data/members[2]/member_name[1]=何宇轩",
    "/data/members[2]/sex[1]=male",
    "/data/members[2]/born_on[1]=2019-09-01",
    "/data/members[2]/elder_help[1]=yes",
]
HELP = ["/data/wishes[1]/help_major[1]=elder", "/data/wishes[1]/help[1]=meals"]


def jar() -> Path:
    import pyxform

    return Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"


def fill(
    folder: Path, answers: list[str], *, household: str = "", language: str = "", xform: bytes = b""
) -> tuple[str, bytes]:
    """Fill the household form as Collect would; a phone that knows the household has filled its key in."""
    form = xform or convert_xlsform(shipped_forms()[0].file.read_bytes(), name="household.xlsx").xform
    known = f"<household_id>{household}</household_id>".encode()
    (folder / "form.xml").write_bytes(form.replace(b"<household_id/>", known))
    command = ["java", "-cp", str(jar()), str(PROGRAM), str(folder / "form.xml"), str(folder / "out.xml"), language]
    ended = subprocess.run(command, input="\n".join(answers), capture_output=True, text=True, timeout=120)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout, (folder / "out.xml").read_bytes()
