#!/usr/bin/env bash
# A standalone Spark cluster on this machine, one master and two workers on loopback; extracts the samples on it, a worker
# being killed meanwhile, and compares with a local run. Needs: pip install "guize[spark]", Java 17.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(mktemp -d)
trap 'kill $master $first $second 2>/dev/null || true; rm -rf "$out"' EXIT
export SPARK_LOCAL_IP=127.0.0.1 PYSPARK_PYTHON="${PYSPARK_PYTHON:-$(command -v python)}"
home=$("$PYSPARK_PYTHON" -c 'import pyspark; print(pyspark.__path__[0])')
inputs="corpus/samples corpus/gold/domain-dev.jsonl corpus/train/domain.jsonl"

"$home/bin/spark-class" org.apache.spark.deploy.master.Master --host 127.0.0.1 --port 17077 --webui-port 18080 2>"$out/master.log" & master=$!
for name in first second; do
  "$home/bin/spark-class" org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --cores 1 --memory 1g --webui-port 0 \
    --work-dir "$out/$name" spark://127.0.0.1:17077 2>"$out/$name.log" & declare "$name=$!"
done
"$PYSPARK_PYTHON" -m guize.cli extract $inputs -o "$out/local/changes.parquet"
export PYSPARK_SUBMIT_ARGS="--master spark://127.0.0.1:17077 --conf spark.driver.host=127.0.0.1 pyspark-shell"
"$PYSPARK_PYTHON" -m guize.cli extract $inputs -o "$out/spark/changes.parquet" --engine spark 2>"$out/driver.log" & run=$!
until grep -q "Launching executor\|Asked to launch executor" "$out/first.log" 2>/dev/null; do sleep 0.2; kill -0 $run; done
kill -9 "$first"
wait $run || { tail -5 "$out/driver.log"; exit 1; }
for table in changes items; do cmp "$out/local/$table.parquet" "$out/spark/$table.parquet"; done
echo "one worker killed; the tables are those of the local run"
