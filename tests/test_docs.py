"""The README's commands and snippets run as they stand there."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from guize import cli
from places import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    line.split("  #")[0]
    for kind, body in BLOCKS
    if kind == "sh"
    for line in body.splitlines()
    if line.startswith("guize ")
]


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_commands_run_one_after_another(checkout):
    for command in COMMANDS:
        files = len(list(checkout.glob("out/*")))
        result = CliRunner().invoke(cli.main, shlex.split(command)[1:])
        assert result.exit_code == 0, f"{command}: {result.output}"
        assert result.output or len(list(checkout.glob("out/*"))) > files, command


@pytest.mark.parametrize("snippet", [body for kind, body in BLOCKS if kind == "python"])
def test_snippets_run(snippet, checkout):
    exec(compile(snippet, "README.md", "exec"), {})


def test_every_command_is_in_the_readme():
    assert {command.split()[1] for command in COMMANDS} | {"train"} == set(cli.COMMANDS)


def test_every_linked_file_exists():
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_make_targets_are_the_first_commands():
    first = next(body for kind, body in BLOCKS if kind == "sh")
    assert [line.split("#")[0].strip() for line in first.strip().splitlines()] == ["make run", "make test"]
    makefile = Path(ROOT / "Makefile").read_text(encoding="utf-8")
    assert "run:" in makefile
    assert "test:" in makefile
