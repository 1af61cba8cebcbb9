"""--engine spark: the rows that one process writes, on a local cluster of two cores."""

import os
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from guize.cli import main
from guize.run.local import extract_to
from places import ROOT


@pytest.fixture(scope="module")
def spark_environment():
    pytest.importorskip("pyspark", reason='PySpark is not installed: pip install "guize[spark]"')
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Java is not installed, which Spark needs")
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT / "pipeline"),
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_SUBMIT_ARGS": "--master local[2] pyspark-shell",
    }


def test_spark_writes_the_bytes_that_one_process_writes(spark_environment, tmp_path):
    inputs = [ROOT / "corpus" / "samples", ROOT / "corpus" / "gold" / "domain-dev.jsonl"]
    extract_to(inputs, [tmp_path / "1" / "changes.parquet"])
    command = [sys.executable, "-m", "guize.cli", "extract", *inputs, "--engine", "spark"]
    command += ["-o", tmp_path / "2" / "changes.parquet"]
    done = subprocess.run(command, env=spark_environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for table in ("changes.parquet", "items.parquet"):
        assert (tmp_path / "1" / table).read_bytes() == (tmp_path / "2" / table).read_bytes()


def test_spark_without_java_is_one_line(spark_environment, tmp_path):
    environment = spark_environment | {"PATH": "/nowhere", "JAVA_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "guize.cli", "extract", ROOT / "corpus" / "samples", "--engine", "spark"]
    command += ["-o", tmp_path / "changes.parquet"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "guize: Spark cannot be started (it needs Java 17)" in done.stderr
    assert "Traceback" not in done.stderr


def test_spark_that_is_not_installed_is_one_line(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    command = [
        "extract",
        str(ROOT / "corpus" / "samples"),
        "--engine",
        "spark",
        "-o",
        str(tmp_path / "changes.parquet"),
    ]
    told = CliRunner().invoke(main, command)
    assert told.exit_code == 2
    assert told.stderr == 'guize: --engine spark needs PySpark: pip install "guize[spark]"\n'
