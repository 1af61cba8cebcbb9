"""The commands and snippets of the README and of the documentation run as they stand there; the site builds."""

import contextlib
import importlib.util
import io
import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import guize
from guize import cli, records
from places import ROOT

CHINESE = (ROOT / "README.zh.md").read_text(encoding="utf-8")
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
    for target in re.findall(r"\]\(([^)#:]+)\)", README + CHINESE):
        assert (ROOT / target).exists(), target


def test_the_chinese_readme_has_the_headings_and_the_commands_of_the_english_one():
    def headings(text):
        return re.findall(r"^#+(?= )", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)

    def code(text):
        blocks = re.findall(r"```(?:sh|python)\n(.*?)```", text, re.DOTALL)
        return [[line.split("  #")[0].rstrip() for line in block.splitlines()] for block in blocks]

    assert headings(CHINESE) == headings(README)
    assert code(CHINESE) == code(README)


def test_make_targets_are_the_first_commands():
    first = next(body for kind, body in BLOCKS if kind == "sh")
    assert [line.split("#")[0].strip() for line in first.strip().splitlines()] == ["make run", "make test"]
    makefile = Path(ROOT / "Makefile").read_text(encoding="utf-8")
    assert "run:" in makefile
    assert "test:" in makefile


PAGES = sorted((ROOT / "docs").glob("*.md"))
FENCE = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```', re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_a_page_does_what_it_says(page, checkout):
    """From the top of a page to its end: files with a title are written, commands run, snippets are executed."""
    for kind, title, body in FENCE.findall(page.read_text(encoding="utf-8")):
        if title:
            (checkout / title).write_text(body, encoding="utf-8")
        elif kind == "python":
            exec(compile(body, page.name, "exec"), {})
        elif kind == "sh":
            for line in body.splitlines():
                if line.startswith("guize "):
                    result = CliRunner().invoke(cli.main, shlex.split(line, comments=True)[1:])
                    assert result.exit_code == 0, f"{line}: {result.output}"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The documentation, built with warnings as errors."""
    spec = importlib.util.spec_from_file_location("docs_build", ROOT / "docs" / "build.py")
    builder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(builder)
    folder = tmp_path_factory.mktemp("docs")
    with contextlib.redirect_stdout(io.StringIO()):
        builder.build(folder)
    return folder


def test_every_page_is_in_the_site(site):
    built = {path.parent.name for path in (site / "site").glob("*/index.html")}
    assert {page.stem for page in PAGES if page.stem != "index"} <= built
    navigation = (ROOT / "docs" / "zensical.toml").read_text(encoding="utf-8")
    assert all(f'"{page.name}"' in navigation for page in PAGES)


def test_the_site_needs_no_network(site):
    for path in (site / "site").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        loaded = re.findall(r'<(?:script|img|iframe)[^>]*src="(https?:[^"]+)|<link[^>]*href="(https?:[^"]+)', text)
        assert not loaded, path


def test_the_generated_parts_are_complete(site):
    table = (site / "pages" / "table.md").read_text(encoding="utf-8")
    for record in (records.PolicyChange, records.ItemRow, records.Value, records.DateMention, records.Evidence):
        for name, field in record.model_fields.items():
            assert f"| `{name}` | " in table
            assert field.description.replace("|", "\\|") in table
    commands = (site / "pages" / "commands.md").read_text(encoding="utf-8")
    for name in cli.COMMANDS:
        assert f"Usage: guize {name} " in commands
    assert "Usage: guize ledger add " in commands
    limits = (site / "pages" / "limits.md").read_text(encoding="utf-8")
    given = guize.extract(ROOT / "corpus" / "gold" / "domain-dev.jsonl")["reasons"].explode().dropna().unique()
    assert len(given) > 1
    assert all(f"| `{code}` | " in limits for code in given)
