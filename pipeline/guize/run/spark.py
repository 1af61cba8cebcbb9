"""Spark: the same function over the same Arrow batches as the local workers, under `mapInArrow`, on any cluster.

The table of results is what `guize.read` gives, or a table that Spark reads with the columns title, text, published_at,
source, source_id, item_index, kind. The model ships with the package, which each Python worker loads once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pyarrow as pa

from guize.config import Config
from guize.errors import ConfigError
from guize.extractor import load_extractor
from guize.run.batches import EXTRACTIONS, RESULTS, encode_results, extract_batches
from guize.run.engine import Promise
from guize.run.extraction import Result

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_DEFAULTS = {"title": "", "text": "", "source": "", "item_index": 0, "kind": "report"}


class Spark:
    """An `Engine` that has a cluster extract each chunk; this process reads and writes.

    A task that is lost with its worker is run again by Spark.

    Args:
        model: a model's folder, at the same path on every machine; the shipped one where None.
        config: what a user adds to the vocabulary, and stages.

    Raises:
        ConfigError: PySpark or Java is not installed.
    """

    def __init__(self, model: Path | None = None, config: Config | None = None) -> None:
        self._session = session()
        self._model = model
        self._config = config
        parallel = self._session.sparkContext.defaultParallelism
        self.ahead = 2 * parallel
        self._jobs = ThreadPoolExecutor(parallel)

    def submit(self, chunk: Sequence[Result]) -> Promise:
        """See `Engine`."""
        return self._jobs.submit(self._extract, encode_results(chunk)).result

    def _extract(self, results: pa.RecordBatch) -> pa.RecordBatch:
        frame = self._session.createDataFrame(pa.Table.from_batches([results])).coalesce(1)
        extractions = extract_frame(frame, self._model, self._config).toArrow().cast(EXTRACTIONS)
        return extractions.combine_chunks().to_batches()[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._jobs.shutdown(cancel_futures=True)


def session() -> SparkSession:
    """The Spark session that runs, such as that of `spark-submit`; a local one on two cores where there is none.

    Raises:
        ConfigError: PySpark or Java is not installed.
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ModuleNotFoundError:
        raise ConfigError('--engine spark needs PySpark: pip install "guize[spark]"') from None
    active = SparkSession.getActiveSession()
    if active is not None:
        return active
    try:
        builder = SparkSession.builder.appName("guize").config("spark.ui.showConsoleProgress", "false")
        return builder.getOrCreate()
    except (PySparkException, OSError) as error:
        raise ConfigError(f"Spark cannot be started (it needs Java 17): {str(error).splitlines()[0]}") from None


def extract_frame(results: DataFrame, model: Path | None = None, config: Config | None = None) -> DataFrame:
    """A DataFrame with the columns of `RESULTS` to one with those of `EXTRACTIONS`; missing columns are null.

    Args:
        results: items as read; of the columns only `title` or `text` is needed.
        model: a model's folder, at the same path on every machine; the shipped one where None.
        config: what a user adds to the vocabulary, and stages.
    """
    from pyspark.sql.functions import lit
    from pyspark.sql.pandas.types import from_arrow_schema

    columns = [
        (results[field.name] if field.name in results.columns else lit(_DEFAULTS.get(field.name)))
        .cast(field.dataType)
        .alias(field.name)
        for field in from_arrow_schema(RESULTS)
    ]

    sent = _in_microseconds(EXTRACTIONS)

    def extract(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return (batch.cast(sent) for batch in extract_batches(batches, load_extractor(model, config)))

    return results.select(columns).mapInArrow(extract, from_arrow_schema(sent))


def tables(extractions: DataFrame) -> tuple[DataFrame, DataFrame]:
    """The tables `changes` and `items` of a DataFrame of `EXTRACTIONS`."""
    from pyspark.sql.functions import explode

    changes = extractions.select(explode("changes").alias("change")).select("change.*")
    return changes, extractions.select("item.*")


def _in_microseconds(schema: pa.Schema) -> pa.Schema:
    """The schema with times as Spark has them."""
    return pa.schema([_field_in_microseconds(field) for field in schema])


def _field_in_microseconds(field: pa.Field) -> pa.Field:
    kind = field.type
    if pa.types.is_timestamp(kind):
        kind = pa.timestamp("us", kind.tz)
    elif pa.types.is_list(kind):
        kind = pa.list_(_field_in_microseconds(kind.value_field))
    elif pa.types.is_struct(kind):
        kind = pa.struct([_field_in_microseconds(child) for child in kind])
    return field.with_type(kind)
