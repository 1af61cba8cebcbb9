"""The notebooks run from top to bottom on the bundled data, and are kept without outputs."""

import json

import pytest

from places import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_kept_without_outputs(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert not [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_and_its_plots_have_all_their_characters(path, monkeypatch):
    for package in ("matplotlib", "pylopdf_fonts_zh_cn", "ipykernel"):
        pytest.importorskip(package, reason=f"{package} is not installed (pip install guize[notebooks])")
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "pipeline"))
    notebook = nbformat.read(path, as_version=4)
    folder = {"metadata": {"path": str(path.parent)}}
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3", resources=folder).execute()
    printed = [
        o.get("text", "") for cell in notebook.cells for o in cell.get("outputs", []) if o.get("name") == "stderr"
    ]
    assert not [text for text in printed if "Glyph" in text]


def test_there_are_four():
    assert [path.stem for path in NOTEBOOKS] == ["01_explore", "02_evaluate", "03_timeline", "04_train"]
