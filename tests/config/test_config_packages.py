"""Readers and stages of other packages: the example is installed, and run as a user would."""

import os
import subprocess
import sys

import pytest

from places import ROOT

MAIL = """From: =?utf-8?b?5reY5a6d5ZWG5a625bmz5Y+w?= <notice@shop.example>
Subject: =?utf-8?b?5YWz5LqO5LiL6LCD5L2j6YeR55qE5YWs5ZGK?=
Date: Mon, 02 Jun 2025 09:00:00 +0800
Message-ID: <n7@shop.example>
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: 8bit

尊敬的商家：淘宝将跨境图书类目佣金由5%下调至3%，自2025年6月10日起生效。
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder in which the example package is installed, with its metadata."""
    site = tmp_path_factory.mktemp("site")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", "--no-compile"]
    subprocess.run(
        [*pip, "--target", str(site), str(ROOT / "examples" / "guize-example")], check=True, capture_output=True
    )
    return site


def run(folder, site, *arguments):
    path = os.pathsep.join([str(site), str(ROOT / "pipeline")])
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "guize.cli", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "notice.eml").write_text(MAIL, encoding="utf-8")
    (tmp_path / "guize.toml").write_text('stages = ["cross_border"]\n', encoding="utf-8")
    return tmp_path


def test_an_installed_reader_and_a_named_stage_take_part(folder, installed):
    done = run(folder, installed, "extract", "notice.eml", "-o", "out.jsonl", "--config", "guize.toml")
    assert (done.returncode, done.stderr) == (0, "")
    written = (folder / "out.jsonl").read_text(encoding="utf-8")
    assert "cross_border" in written
    assert "<n7@shop.example>" in written
    assert "2025-06-10" in written


def test_workers_have_the_configuration_too(folder, installed):
    for output, workers in (("one.jsonl", "1"), ("two.jsonl", "2")):
        done = run(
            folder, installed, "extract", "notice.eml", "-o", output, "--config", "guize.toml", "--workers", workers
        )
        assert (done.returncode, done.stderr) == (0, "")
    assert (folder / "two.jsonl").read_bytes() == (folder / "one.jsonl").read_bytes()
    assert "cross_border" in (folder / "two.jsonl").read_text(encoding="utf-8")


def test_a_stage_runs_only_where_it_is_named(folder, installed):
    done = run(folder, installed, "extract", "notice.eml", "-o", "out.jsonl")
    assert done.returncode == 0
    assert "cross_border" not in (folder / "out.jsonl").read_text(encoding="utf-8")


def test_a_reader_that_fails_costs_one_file_and_one_that_is_broken_stops_the_run(folder, installed, tmp_path):
    (folder / "notice.eml").write_text(MAIL.replace("text/plain", "image/png"), encoding="utf-8")
    done = run(folder, installed, "show", "notice.eml")
    assert (done.returncode, done.stderr) == (1, "guize: notice.eml: a mail without plain text\n")
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "broken-1.0.dist-info").mkdir()
    (broken / "broken-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n")
    (broken / "broken-1.0.dist-info" / "entry_points.txt").write_text("[guize.readers]\nb = absent_module\n")
    done = run(folder, broken, "show", "notice.eml")
    assert done.returncode == 2
    assert done.stderr.startswith("guize: the installed reader 'b' (absent_module) cannot be loaded: ")
