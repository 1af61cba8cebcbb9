"""--engine spark: the rows that one process writes, on a local cluster of two cores."""

import os
import shutil
import subprocess
import sys

import pytest

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
