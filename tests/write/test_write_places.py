"""Where files go, and that they go there all or not at all."""

import os
from contextlib import suppress

import pytest

from guize.errors import OutputError
from guize.write import open_writer


def _tree(folder):
    return {str(path.relative_to(folder)): path.is_file() and path.read_bytes() for path in folder.rglob("*")}


@pytest.mark.parametrize(
    ("output", "files"),
    [
        ("changes.parquet", {"changes.parquet", "items.parquet"}),
        ("may.parquet", {"may.parquet", "may.items.parquet"}),
        ("may.2024.jsonl", {"may.2024.jsonl", "may.2024.items.jsonl"}),
        ("changes.jsonl", {"changes.jsonl", "items.jsonl"}),
        ("changes.csv", {"changes.csv", "items.csv", "values.csv", "dates.csv", "evidence.csv"}),
        ("may.CSV", {"may.CSV", "may.items.CSV", "may.values.CSV", "may.dates.CSV", "may.evidence.CSV"}),
        ("may.duckdb", {"may.duckdb"}),
        ("out/", {"out", "out/changes.parquet", "out/items.parquet"}),
        ("a/b/may.duckdb", {"a", "a/b", "a/b/may.duckdb"}),
    ],
)
def test_names_of_the_files(tmp_path, changes, items, output, files):
    with open_writer([f"{tmp_path}/{output}"]) as writer:
        writer.write(changes, items)
    assert set(_tree(tmp_path)) == files


def test_an_existing_folder_takes_parquet(tmp_path, changes, items):
    with open_writer([tmp_path]) as writer:
        writer.write(changes, items)
    assert set(_tree(tmp_path)) == {"changes.parquet", "items.parquet"}


def test_several_outputs_in_one_pass(tmp_path, changes, items):
    with open_writer([tmp_path / "a.parquet", tmp_path / "a.csv", tmp_path / "deep/a.duckdb"]) as writer:
        writer.write(changes, items)
    assert {"a.parquet", "a.csv", "a.values.csv", "deep/a.duckdb"} <= set(_tree(tmp_path))


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".jsonl", ".duckdb"])
def test_an_error_in_the_middle_leaves_everything_as_it_was(tmp_path, changes, items, suffix):
    output = tmp_path / f"changes{suffix}"
    output.write_bytes(b"last week's")
    before = _tree(tmp_path)
    with suppress(KeyboardInterrupt), open_writer([output, tmp_path / f"new/deep/x{suffix}"]) as writer:
        writer.write(changes, items)
        assert _tree(tmp_path) != before
        raise KeyboardInterrupt
    assert _tree(tmp_path) == before


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".jsonl", ".duckdb"])
def test_old_files_are_replaced_only_at_the_end(tmp_path, changes, items, suffix):
    output = tmp_path / f"changes{suffix}"
    output.write_bytes(b"last week's")
    with open_writer([output]) as writer:
        writer.write(changes, items)
        assert output.read_bytes() == b"last week's"
    assert output.read_bytes() != b"last week's"
    assert not [name for name in _tree(tmp_path) if name.startswith(".")]


def test_files_have_the_usual_permissions(tmp_path):
    (tmp_path / "usual").touch()
    with open_writer([tmp_path / "changes.parquet"]):
        pass
    assert (tmp_path / "changes.parquet").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_link_is_written_through(tmp_path, changes, items):
    (tmp_path / "real").mkdir()
    (tmp_path / "real/old.jsonl").touch()
    (tmp_path / "changes.jsonl").symlink_to(tmp_path / "real/old.jsonl")
    with open_writer([tmp_path / "changes.jsonl"]) as writer:
        writer.write(changes, items)
    assert (tmp_path / "changes.jsonl").is_symlink()
    assert (tmp_path / "real/old.jsonl").read_text(encoding="utf-8").count("\n") == 3


@pytest.mark.parametrize("output", ["changes.xlsx", "changes", "changes.parquet.gz"])
def test_an_unknown_suffix_is_refused_at_once_and_nothing_is_made(tmp_path, output):
    with pytest.raises(OutputError, match=r"name a file in \.parquet, \.csv, \.jsonl, \.duckdb") as caught:
        open_writer([tmp_path / "new/a.csv", tmp_path / output])
    assert str(caught.value).startswith(f"{tmp_path / output}: ")
    assert _tree(tmp_path) == {}


def test_a_place_that_cannot_be_written_is_refused_at_once(tmp_path):
    (tmp_path / "file").touch()
    for output in ("file/changes.csv", "file/deep/changes.csv"):
        with pytest.raises(OutputError, match="cannot be written: Not a directory") as caught:
            open_writer([tmp_path / "new/a.csv", tmp_path / output])
        assert str(caught.value).startswith(f"{tmp_path / output}: ")
        assert "\n" not in str(caught.value)
    assert _tree(tmp_path) == {"file": b""}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_refused_at_once(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="Permission denied"):
        open_writer([tmp_path / "changes.csv"])


def test_a_sibling_that_is_a_folder_is_refused(tmp_path):
    (tmp_path / "items.csv").mkdir()
    with pytest.raises(OutputError, match=r"items\.csv: cannot be written: it exists and is not a file"):
        open_writer([tmp_path / "changes.csv"])


@pytest.mark.parametrize(
    "outputs",
    [("a.csv", "a.csv"), ("changes.csv", "items.csv", "items.items.csv"), ("out/", "out/changes.parquet")],
)
def test_two_outputs_cannot_be_one_file(tmp_path, outputs):
    with pytest.raises(OutputError, match="two outputs would be written to this file"):
        open_writer([f"{tmp_path}/{output}" for output in outputs])
    assert _tree(tmp_path) == {}


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".jsonl"])
def test_a_full_disk_is_one_clear_error_and_the_old_file_stays(tmp_path, changes, items, suffix):
    resource = pytest.importorskip("resource")
    output = tmp_path / f"changes{suffix}"
    output.write_bytes(b"last week's")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    numbered = [
        change.model_copy(update={"change_id": f"{number:x}{number**7:x}"})
        for number in range(2000)
        for change in changes
    ]
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
        with (
            pytest.raises(OutputError, match="cannot be written: ") as caught,
            open_writer([output]) as writer,
        ):
            writer.write(numbered, items)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert str(caught.value).startswith(f"{output}: ")
    assert _tree(tmp_path) == {output.name: b"last week's"}
