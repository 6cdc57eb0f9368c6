"""The commands as a user calls them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from synthesite.cli import COMMANDS, main
from tests.conftest import INVENTED, INVENTED_ID, Site

BUILD = Path(__file__).resolve().parents[1] / "build.py"


def run(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(BUILD), *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("order", [("--root", "DIR", "ingest"), ("ingest", "--root", "DIR")])
def test_options_stand_before_or_after_the_command(site: Site, order: tuple[str, ...]) -> None:
    site.source("export.ris", INVENTED)
    assert main([str(site.root) if word == "DIR" else word for word in order]) == 0
    assert site.study(INVENTED_ID).exists()


def test_build_is_the_default_and_ends_with_a_report(site: Site) -> None:
    site.source("export.ris", INVENTED)
    done = run("--root", str(site.root))
    assert done.returncode == 0
    assert done.stderr == ""
    lines = dict(line.split(maxsplit=1) for line in done.stdout.splitlines() if not line.startswith("sources"))
    assert lines["studies"] == "1 new, 0 changed, 0 unchanged"
    assert lines["problems"] == "0 errors, 0 warnings"
    assert int(lines["pages"].split()[0]) == len(list((site.root / "site").rglob("*.html")))
    assert float(lines["seconds"]) > 0
    assert "sources read   1" in done.stdout


def test_the_folder_one_stands_in_is_the_site(site: Site) -> None:
    site.source("export.ris", INVENTED)
    assert run("ingest", cwd=site.root).returncode == 0
    assert site.study(INVENTED_ID).exists()


def test_quiet_prints_problems_only(site: Site) -> None:
    site.source("export.ris", INVENTED)
    site.source("strange.txt", "Nothing that anybody knows.")
    done = run("--quiet", "--root", str(site.root))
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("content/sources/strange.txt:1: unknown-format ")
    assert done.returncode == 1
    assert (site.root / f"site/studies/{INVENTED_ID}.html").exists(), "the build goes on"


def test_strict_takes_warnings_as_errors_and_stops_before_publishing(site: Site) -> None:
    site.source("export.ris", INVENTED.replace("JF  - Journal of Invented Results\n", ""))
    assert run("--root", str(site.root)).returncode == 0
    (site.root / "site/index.html").unlink()
    done = run("--strict", "--root", str(site.root))
    assert done.returncode == 1
    assert "missing-journal" in done.stderr
    assert not (site.root / "site/index.html").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--date", "2026-02-30"),
        ("build", "--date", "31.1.2026"),
        ("--jobs", "0"),
        ("--jobs", "x"),
        ("nonsense",),
        ("--nonsense",),
        ("read",),
        ("--root", "no/such/folder"),
    ],
)
def test_wrong_usage_is_exit_status_2(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr


def test_missing_and_faulty_settings_are_exit_status_2_with_their_line(tmp_path: Path) -> None:
    done = run(cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("config.yaml:0: no-config ")
    (tmp_path / "config.yaml").write_text("title: A\nlanguag: de\n")
    done = run(cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("config.yaml:2: bad-config ")
    assert "'language'" in done.stderr


def test_read_prints_one_json_object_per_item_and_writes_nothing(site: Site) -> None:
    path = site.source("export.ris", INVENTED + INVENTED.replace("lighthouse.1", "lighthouse.2"))
    before = site.files(".")
    done = run("read", str(path))
    assert done.returncode == 0
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [record["doi"] for record in records] == ["10.5555/lighthouse.1", "10.5555/lighthouse.2"]
    assert "id" not in records[0]
    assert records[1]["sources"][0]["item"] == 2
    assert site.files(".") == before


def test_read_says_which_reader_took_the_file_and_why(site: Site) -> None:
    path = site.source("export.ris", INVENTED)
    done = run("read", str(path))
    assert done.stderr == f"{path}: read by ris (RIS export), because it starts with the tag TY, as RIS does\n"
    assert run("read", "--quiet", str(path)).stderr == ""


def test_read_all_shows_what_a_record_has_no_place_for(site: Site) -> None:
    path = site.source("export.ris", INVENTED.replace("ER  - ", "C7  - An odd remark\nER  - "))
    assert "extra" not in json.loads(run("read", str(path)).stdout)
    assert json.loads(run("read", "--all", str(path)).stdout)["extra"]["C7"] == ["An odd remark"]


def test_a_record_keeps_the_extra_keys_that_the_settings_name(site: Site) -> None:
    (site.root / "config.yaml").write_text("title: T\nextra: [C7]\n")
    site.source("export.ris", INVENTED.replace("ER  - ", "C7  - An odd remark\nC8  - Another\nER  - "))
    assert site.run("ingest") == 0
    assert site.record(INVENTED_ID)["extra"] == {"C7": ["An odd remark"]}


def test_the_settings_force_a_reader_by_pattern(site: Site) -> None:
    (site.root / "config.yaml").write_text("title: T\nsources:\n- {files: 'odd/*.txt', reader: ris}\n")
    path = site.source("odd/export.txt", "An odd first line.\n" * 2000 + INVENTED)
    assert run("read", str(path)).returncode == 1, "nobody would take it for RIS"
    assert run("read", str(path), "--root", str(site.root)).returncode == 0
    assert site.run("ingest") == 0
    assert site.run("check") == 0


def test_a_forced_reader_that_does_not_exist_is_a_problem(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    (site.root / "config.yaml").write_text("title: T\nsources:\n- {files: '*.ris', reader: rsi}\n")
    site.source("export.ris", INVENTED)
    assert site.run("ingest") == 1
    error = capsys.readouterr().err
    assert error.startswith("content/sources/export.ris:0: unknown-reader ")
    assert "did you mean 'ris'?" in error


def test_read_of_nothing_readable_is_exit_status_1(tmp_path: Path) -> None:
    (tmp_path / "strange.txt").write_text("Nothing that anybody knows.")
    for name in ("strange.txt", "missing.txt", "."):
        done = run("read", name, cwd=tmp_path)
        assert done.returncode == 1
        assert done.stdout == ""
        assert "Traceback" not in done.stderr
        assert done.stderr


def test_check_writes_nothing_and_reports_sources_and_content(site: Site) -> None:
    site.source("export.ris", INVENTED.replace("DO  - 10.5555/lighthouse.1", "DO  - no doi"))
    site.run("ingest", "--quiet")
    path = next((site.root / "content/studies").rglob("*.md"))
    path.write_text("---\nthemes: [light]\ndesgin: survey\n---\n" + path.read_text())
    before = site.files(".")
    done = run("check", "--root", str(site.root))
    assert done.returncode == 1
    assert site.files(".") == before
    codes = {line.split(" ")[1] for line in done.stderr.splitlines()}
    assert codes == {"bad-doi", "bad-front-matter"}
    assert "did you mean 'design'?" in done.stderr
    assert ".md:3: bad-front-matter" in done.stderr


def test_help_names_every_command() -> None:
    text = run("--help").stdout
    for command in COMMANDS:
        assert command in text


def test_nothing_is_shown_while_working_in_a_pipe(site: Site) -> None:
    for number in range(30):
        site.source(f"{number}.ris", INVENTED.replace("lighthouse.1", f"lighthouse.{number}"))
    done = run("--root", str(site.root))
    assert "\r" not in done.stdout + done.stderr
    assert done.stderr == ""
