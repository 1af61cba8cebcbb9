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


FRAME = """
from pyspark.sql import SparkSession
from guize.run.spark import extract_frame, session, tables

spark = SparkSession.builder.getOrCreate()
assert session() is spark
rows = [("京东下调佣金", "京东公告，佣金由5%下调至3%，6月1日起执行。"), ("京东任命新总裁", "京东宣布高管变动，原总裁因个人原因离职。")]
changes, items = tables(extract_frame(spark.createDataFrame(rows, ["title", "text"])))
print(sorted(row.status for row in items.collect()), [(row.title, row.platform) for row in changes.collect()])
"""


def test_a_frame_of_titles_and_texts_is_extracted_in_the_session_that_runs(spark_environment):
    done = subprocess.run(
        [sys.executable, "-c", FRAME], env=spark_environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "['changed', 'not_a_change'] [('京东下调佣金', ['jd'])]"
