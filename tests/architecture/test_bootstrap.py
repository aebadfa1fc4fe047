"""The steps behind `make`: choosing a Python, a Node, a wheel; counting; what is written into .venv."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from setting_up import console, installer, pages, postgres, pythons, stamps, suite, uv_wheel, venv  # noqa: E402 - the folder is no package of ours


def python(version, path="/opt/python"):
    return pythons.Interpreter(path=path, version=version)


def script(folder, name, text):
    program = folder / name
    program.write_text(f"#!/bin/sh\n{text}\n")
    program.chmod(0o755)
    return program


class TestPython:
    def test_3_13_is_taken_before_3_14_and_3_12(self):
        found = [python((3, 12, 1)), python((3, 14, 0)), python((3, 13, 0))]
        assert pythons.best_of(found).version == (3, 13, 0)

    def test_looking_stops_at_the_first_3_13(self):
        def found():
            yield python((3, 13, 2), "/first")
            raise AssertionError

        assert pythons.best_of(found()).path == "/first"

    def test_a_version_we_do_not_know_is_better_than_none(self):
        assert pythons.best_of([python((3, 11, 9)), python((3, 17, 0))]).version == (3, 17, 0)

    def test_too_old_ones_are_not_taken(self):
        assert pythons.best_of([python((3, 11, 9)), python((2, 7, 18))]) is None

    def test_another_implementation_is_not_taken(self):
        assert pythons.parse_probe("/opt/pypy", '["pypy", [3, 13, 0]]') is None

    @pytest.mark.parametrize("printed", [None, "", "Python 3.13.0", "[1]", '["cpython"]'])
    def test_a_candidate_that_answers_something_else_is_not_taken(self, printed):
        assert pythons.parse_probe("/opt/python", printed) is None

    def test_a_shim_that_only_complains_is_not_a_python(self, tmp_path):
        shim = script(tmp_path, "python3.13", 'echo "pyenv: python3.13: command not found" >&2; exit 127')
        assert pythons.probe(str(shim)) is None

    def test_the_running_python_answers(self):
        assert pythons.probe(sys.executable).version == sys.version_info[:3]

    def test_the_python_named_by_the_person_wins(self, tmp_path):
        named = script(tmp_path, "mine", """echo '["cpython", [3, 12, 7]]'""")
        assert pythons.find_python({"PYTHON": str(named), "PATH": ""}).path == str(named)

    def test_version_folders_of_pyenv_and_uv_are_looked_into(self, tmp_path):
        kept = [
            tmp_path / "pyenv/versions/3.13.1/bin/python3",
            tmp_path / "home/.local/share/uv/python/cpython-3.12.9-linux/bin/python3",
        ]
        old = tmp_path / "pyenv/versions/3.9.18/bin/python3"
        for path in [*kept, old]:
            path.parent.mkdir(parents=True)
            path.touch()
        environ = {"PYENV_ROOT": str(tmp_path / "pyenv"), "HOME": str(tmp_path / "home"), "PATH": ""}
        found = list(pythons.candidates(environ))
        assert [str(path) for path in kept] == [path for path in found if path.startswith(str(tmp_path))]


class TestNode:
    @pytest.mark.parametrize("version", ["v20.19.0", "v20.20.2", "v22.12.0", "v24.1.0"])
    def test_a_node_that_the_build_runs_on_is_taken(self, version):
        assert pages.is_new_enough(version)

    @pytest.mark.parametrize("version", ["v18.20.4", "v20.18.1", "v21.7.0", "v22.11.0", "", "not found"])
    def test_another_node_is_not_taken(self, version):
        assert not pages.is_new_enough(version)


WHEELS = [
    "uv-0.13.9-py3-none-macosx_11_0_arm64.whl",
    "uv-0.13.9-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
    "uv-0.13.9-py3-none-manylinux_2_28_aarch64.whl",
    "uv-0.13.9-py3-none-musllinux_1_1_x86_64.whl",
    "uv-0.13.9.tar.gz",
    "uv-0.13.10-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
]


class TestUvWheel:
    @pytest.mark.parametrize(
        ("system", "machine", "libc", "wanted"),
        [
            ("Linux", "x86_64", "glibc", WHEELS[1]),
            ("Linux", "x86_64", "", WHEELS[3]),
            ("Linux", "aarch64", "glibc", WHEELS[2]),
            ("Darwin", "aarch64", "", WHEELS[0]),
            ("Linux", "riscv64", "glibc", None),
        ],
    )
    def test_the_wheel_for_the_machine_is_picked(self, system, machine, libc, wanted):
        assert uv_wheel.pick_wheel(WHEELS, "0.13.9", uv_wheel.tags_for(system, machine, libc)) == wanted

    def test_the_lock_gives_version_and_hashes(self):
        version, hashes = uv_wheel.read_lock((ROOT / "requirements/uv.txt").read_text())
        assert version.count(".") == 2
        assert len(hashes) > 5

    def test_the_index_comes_from_the_environment_first(self, tmp_path):
        (tmp_path / "pip.conf").write_text("[global]\nindex-url = https://mirror.invalid/simple\n")
        environ = {"PIP_CONFIG_FILE": str(tmp_path / "pip.conf"), "HOME": str(tmp_path), "XDG_CONFIG_DIRS": "/none"}
        assert uv_wheel.index_of(environ) == "https://mirror.invalid/simple"
        assert uv_wheel.index_of({**environ, "PIP_INDEX_URL": "https://own.invalid/s"}) == "https://own.invalid/s"

    def test_a_broken_pip_file_is_passed_over(self, tmp_path):
        (tmp_path / "pip.conf").write_bytes(b"\xff\xfe no section")
        environ = {"PIP_CONFIG_FILE": str(tmp_path / "pip.conf"), "HOME": str(tmp_path), "XDG_CONFIG_DIRS": "/none"}
        uv_wheel.index_of(environ)

    def test_links_are_read_from_both_kinds_of_index_page(self):
        page = "https://mirror.invalid/simple/uv/"
        html = f'<a href="../../f/{WHEELS[0]}#sha256=1">x</a>'.encode()
        listed = b'{"files": [{"filename": "a.whl", "url": "../../f/a.whl"}]}'
        assert uv_wheel.read_links(html, "text/html", page) == {WHEELS[0]: f"https://mirror.invalid/f/{WHEELS[0]}"}
        assert uv_wheel.read_links(listed, "application/vnd.pypi.simple.v1+json", page) == {
            "a.whl": "https://mirror.invalid/f/a.whl"
        }

    def serve(self, tmp_path, monkeypatch, *, allowed):
        wheel = tmp_path / "wheel"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("uv-0.13.9.data/scripts/uv", "#!/bin/sh\necho uv 0.13.9\n")
        body = wheel.read_bytes()
        lock = tmp_path / "uv.txt"
        lock.write_text(f"uv==0.13.9 --hash=sha256:{allowed or hashlib.sha256(body).hexdigest()}\n")
        page = f'<a href="{WHEELS[1]}">x</a>'.encode()
        monkeypatch.setattr(uv_wheel, "LOCK", lock)
        monkeypatch.setattr(uv_wheel, "tags_of_this_machine", lambda: uv_wheel.tags_for("Linux", "x86_64", "glibc"))
        monkeypatch.setattr(uv_wheel, "_get", lambda address: (body if address.endswith(".whl") else page, "text/html"))

    def test_a_wheel_from_the_index_is_unpacked_to_a_program(self, tmp_path, monkeypatch):
        self.serve(tmp_path, monkeypatch, allowed=None)
        uv_wheel.fetch_from_index("https://mirror.invalid/simple", tmp_path / "bin/uv")
        assert console.answer_of([str(tmp_path / "bin/uv")]) == "uv 0.13.9"

    def test_a_wheel_with_another_hash_is_refused(self, tmp_path, monkeypatch):
        self.serve(tmp_path, monkeypatch, allowed="0" * 64)
        with pytest.raises(console.Failed, match="sha256"):
            uv_wheel.fetch_from_index("https://mirror.invalid/simple", tmp_path / "bin/uv")
        assert not (tmp_path / "bin/uv").exists()

    def test_without_installer_and_index_the_person_is_told_what_to_install(self, tmp_path, monkeypatch):
        monkeypatch.setattr(installer, "all_pips", lambda pythons: [])
        monkeypatch.setattr(uv_wheel, "index_of", lambda environ: None)
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        with pytest.raises(console.Missing, match="python3-venv"):
            installer.obtain_uv(tmp_path / "uv", [])


class TestVenv:
    def test_the_version_is_the_newest_in_the_changelog(self):
        assert venv.version_in("# Changelog\n\n## Unreleased\n\n## 0.2.0 — 2026-11-20\n\n## 0.1.0\n") == "0.2.0"

    def test_a_changelog_without_a_version_is_refused(self):
        with pytest.raises(console.Failed, match="CHANGELOG"):
            venv.version_in("# Changelog\n")

    @pytest.mark.parametrize("folder", ["/srv/linli", "/srv/my linli", "/srv/" + "long/" * 40])
    def test_the_command_starts_with_a_line_that_the_kernel_understands(self, folder):
        first = venv.launcher(f"{folder}/.venv/bin/python").splitlines()[0]
        assert len(first) < 128
        assert first in {"#!/srv/linli/.venv/bin/python", "#!/bin/sh"}

    def test_a_command_in_a_folder_with_a_blank_runs(self, tmp_path):
        home = tmp_path / "with blank"
        home.mkdir()
        (home / "python").symlink_to(sys.executable)
        text = venv.launcher(str(home / "python")).replace("from linli.site.cli import main", "main = lambda: 7")
        (home / "linli").write_text(text)
        (home / "linli").chmod(0o755)
        assert subprocess.run([home / "linli"], check=False).returncode == 7

    def test_every_installed_file_is_listed(self, tmp_path):
        files = venv.project_files(tmp_path, "0.1.0")
        record = files[tmp_path / "linli-0.1.0.dist-info/RECORD"]
        assert len(record.splitlines()) == len(files)

    def test_the_larger_list_includes_the_smaller(self):
        lists = {name: (ROOT / f"requirements/{name}.txt").read_text() for name in ("run", "dev")}
        pinned = {
            name: {line.split(" ")[0] for line in text.splitlines() if "==" in line} for name, text in lists.items()
        }
        assert pinned["run"] <= pinned["dev"]

    @pytest.mark.parametrize("lock", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.name)
    def test_a_locked_list_names_no_address(self, lock):
        assert "://" not in lock.read_text()
        assert "--index-url" not in lock.read_text()


def test_the_list_of_node_packages_names_no_address():
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


class TestStamps:
    def test_a_changed_file_changes_the_hash(self, tmp_path):
        (tmp_path / "assets").mkdir()
        (tmp_path / "assets/desk.js").write_text("1")
        before = stamps.digest_of([tmp_path / "assets"], root=tmp_path)
        (tmp_path / "assets/desk.js").write_text("2")
        assert stamps.digest_of([tmp_path / "assets"], root=tmp_path) != before

    def test_a_renamed_file_changes_the_hash(self, tmp_path):
        (tmp_path / "a").write_text("1")
        before = stamps.digest_of([tmp_path / "a", tmp_path / "b"], root=tmp_path)
        (tmp_path / "a").rename(tmp_path / "b")
        assert stamps.digest_of([tmp_path / "a", tmp_path / "b"], root=tmp_path) != before

    @pytest.mark.parametrize("text", ["", "[]", "{", "\x00"])
    def test_a_broken_file_of_stamps_counts_as_none(self, tmp_path, monkeypatch, text):
        monkeypatch.setattr(stamps, "STAMPS", tmp_path / "stamps.json")
        (tmp_path / "stamps.json").write_text(text)
        assert stamps.read_stamps() == {}

    def test_stamps_are_added_to_those_kept(self, tmp_path, monkeypatch):
        monkeypatch.setattr(stamps, "STAMPS", tmp_path / "stamps.json")
        stamps.remember(one="1")
        stamps.remember(two="2")
        assert stamps.read_stamps() == {"one": "1", "two": "2"}


REPORT = """<testsuites><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10"/></testsuites>"""


class TestSuite:
    def test_both_passes_are_added_in_one_plain_line(self):
        assert str(suite.Count(5, 0, 1) + suite.Count(4, 1, 2)) == "9 passed, 1 failed, 3 skipped"

    def test_errors_count_as_failed(self, tmp_path):
        (tmp_path / "report.xml").write_text(REPORT)
        assert suite.count_report(tmp_path / "report.xml") == suite.Count(passed=4, failed=3, skipped=3)

    def test_a_run_without_a_report_passed_nothing(self, tmp_path):
        assert suite.count_report(tmp_path / "none.xml") == suite.Count()

    def test_a_run_that_broke_counts_as_failed(self, tmp_path, monkeypatch):
        monkeypatch.setattr(suite, "ARTEFACTS", tmp_path)
        monkeypatch.setattr(suite, "run_openly", lambda command, env: 3)
        assert suite.run_pass("SQLite", [], {}).failed == 1

    @pytest.mark.parametrize(("chosen", "failed"), [((), 1), (("tests/journeys",), 0)])
    def test_only_a_choice_may_leave_a_pass_empty(self, tmp_path, monkeypatch, chosen, failed):
        monkeypatch.setattr(suite, "ARTEFACTS", tmp_path)
        monkeypatch.setattr(suite, "run_openly", lambda command, env: suite.NO_TESTS)
        assert suite.run_pass("PostgreSQL", [*suite.NOT_TWICE, *chosen], {}).failed == failed

    @pytest.fixture
    def first_run(self, tmp_path, monkeypatch):
        """Give a function that plays a run of pytest: which tests fail at first, how many pass when they are walked again."""
        monkeypatch.setattr(suite, "ARTEFACTS", tmp_path)
        monkeypatch.setattr(suite, "LAST_FAILED", tmp_path / "lastfailed")
        ran: list[list[str]] = []

        def play(failed: list[str], *, passed_again: int) -> tuple[suite.Count, list[str]]:
            def run(command, env):
                report = Path(
                    next(part for part in command if part.startswith("--junitxml=")).removeprefix("--junitxml=")
                )
                first = not ran
                count, bad = (10, len(failed)) if first else (len(failed), len(failed) - passed_again)
                report.write_text(f'<testsuite tests="{count}" failures="{bad}" errors="0" skipped="0"/>')
                if first:
                    suite.LAST_FAILED.write_text(json.dumps(dict.fromkeys(failed, True)))
                ran.append(command)
                return suite.TESTS_FAILED if bad else 0

            monkeypatch.setattr(suite, "run_openly", run)
            return suite.run_pass("SQLite", [], {}), ran[1][-len(failed) :] if len(ran) > 1 else []

        return play

    @pytest.mark.parametrize(("passed_again", "failed"), [(2, 0), (1, 1), (0, 2)])
    def test_a_few_failed_journeys_are_walked_once_more(self, first_run, passed_again, failed):
        journeys = ["tests/journeys/test_grids.py::test_a", "tests/journeys/test_pages.py::test_b[zh]"]
        count, again = first_run(journeys, passed_again=passed_again)
        assert again == journeys
        assert count == suite.Count(passed=10 - failed, failed=failed)

    @pytest.mark.parametrize(
        "failed",
        [
            ["src/linli/cases/tests/test_course.py::test_a"],
            ["tests/journeys/test_grids.py::test_a", "tests/test_boston.py::test_b"],
            ["tests/journeys/test_field_sync.py::test_nothing_gets_lost"],
            ["tests/journeys/test_field_troubles.py::test_two_tabs"],
            [f"tests/journeys/test_pages.py::test_page[{number}]" for number in range(suite.MOST_AGAIN + 1)],
        ],
    )
    def test_anything_else_that_failed_has_failed(self, first_run, failed):
        count, again = first_run(failed, passed_again=len(failed))
        assert again == []
        assert count.failed == len(failed)

    def test_journeys_without_a_second_try_are_there(self):
        assert all((console.ROOT / name).is_file() for name in suite.NEVER_AGAIN)

    def test_settings_of_the_persons_own_installation_do_not_reach_the_tests(self, monkeypatch):
        monkeypatch.setenv("LINLI_DATABASE_URL", "postgresql://live")
        monkeypatch.setenv("LINLI_SHARED", "/data")
        env = suite.test_environment({"LINLI_PORT": "1"})
        assert "LINLI_DATABASE_URL" not in env
        assert (env["LINLI_SHARED"], env["LINLI_PORT"]) == ("/data", "1")


@pytest.mark.parametrize(
    ("printed", "major"),
    [("initdb (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", 15), ("initdb (PostgreSQL) 18.6", 18), (None, 0)],
)
def test_the_version_of_postgresql_is_read_from_its_own_words(printed, major):
    assert postgres.major_version(printed) == major


def test_a_program_that_is_not_there_gives_no_answer():
    assert console.answer_of(["/nonexistent/program"]) is None


def test_a_step_that_fails_shows_what_it_printed():
    with pytest.raises(console.Failed, match=r"(?s)exit 3.*it broke"):
        console.run_quietly(["/bin/sh", "-c", "echo it broke; exit 3"])


def test_an_unknown_verb_gets_the_usage():
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/bootstrap.py", "paint"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "setup | demo" in done.stdout
