"""The package as others install it: what is public, what a wheel holds, how fast it starts to answer."""

import os
import subprocess
import sys
import zipfile

import pytest

import guize
from places import ROOT


def test_public_names():
    assert sorted(guize.__all__) == ["evaluate", "extract", "load"]


def test_extract_and_evaluate_from_python(domain_dev):
    changes = guize.extract(domain_dev)
    assert {"platform", "effective_from", "values", "evidence", "status"} <= set(changes.columns)
    scores = guize.evaluate(changes, domain_dev, resamples=10)
    assert guize.evaluate(changes, domain_dev, resamples=10).metric("is_change.f1") == scores.metric("is_change.f1")


def test_help_loads_nothing_heavy():
    code = (
        "import sys; from guize.cli import main; main(['--help'], standalone_mode=False); "
        "print(sorted({'spacy', 'pandas', 'numpy', 'pyarrow', 'jieba'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=_environment(ROOT / "pipeline")
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    [path] = folder.glob("guize-*.whl")
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_a_wheel_works_from_any_folder(wheel, tmp_path):
    assert (wheel / "guize" / "models" / "policy" / "weights.npz").exists()
    (tmp_path / "news.txt").write_text(
        "京东下调图书类目佣金\n2024-05-06 10:00\n5月6日，京东宣布图书类目佣金由8%降至6%，6月1日起执行。",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "guize.cli", "show", "news.txt"],
        cwd=tmp_path,
        env=_environment(wheel),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "2024-06-01" in done.stdout


def _environment(first) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(first), "PYTHONIOENCODING": "utf-8", "COLUMNS": "160"}
