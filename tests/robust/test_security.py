"""What SECURITY.md promises: no network, no writing beside the outputs, no code from data, no strange packages."""

import ast
import difflib
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from places import ROOT

PACKAGE = ROOT / "pipeline" / "guize"
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINNED = re.findall(r"^([a-z0-9._-]+)==\S+", LOCK, re.MULTILINE)
STATED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
DIRECT = {re.split(r"[<>=!~\[ ]", requirement)[0] for requirement in STATED}
MODULES = {"pickle", "marshal", "shelve", "subprocess", "socket", "urllib", "http", "requests", "ctypes"}
CALLS = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "pickle.loads"}
WATCHED = """
import os, sys

allowed = os.path.realpath(sys.argv[2])
broken = []

def watch(event, arguments):
    if event.startswith(("socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto", "urllib.")):
        broken.append(f"{event} {arguments[1:]}")
    elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        broken.append(f"{event} {arguments[:1]}")
    elif event == "open" and isinstance(arguments[0], (str, bytes)):
        path, mode, flags = arguments
        writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) if isinstance(flags, int) else "w" in (mode or "")
        if writes and not os.path.realpath(os.fsdecode(path)).startswith(allowed):
            if os.fsdecode(path) != os.devnull:
                broken.append(f"open for writing {path}")

sys.addaudithook(watch)
sys.dont_write_bytecode = True
from guize.cli import main
try:
    main(["extract", sys.argv[1], "-o", sys.argv[2] + "/changes.parquet", "-o", sys.argv[2] + "/more.csv",
          "-o", sys.argv[2] + "/more.jsonl", "-o", sys.argv[2] + "/more.duckdb"])
except SystemExit as end:
    assert not end.code, end.code
sys.exit("\\n".join(broken) or 0)
"""


def test_the_main_job_needs_no_network_no_process_and_writes_only_its_outputs(tmp_path):
    samples = ROOT / "corpus" / "samples" / "items.jsonl"
    run = subprocess.run(
        [sys.executable, "-c", WATCHED, samples, tmp_path / "out"], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert (tmp_path / "out" / "changes.parquet").exists()


def sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_can_run_data_as_code_or_reach_out(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            assert not {alias.name.split(".")[0] for alias in node.names} & MODULES
        elif isinstance(node, ast.ImportFrom):
            assert (node.module or "").split(".")[0] not in MODULES
        elif isinstance(node, ast.Call):
            assert ast.unparse(node.func) not in CALLS
            assert not any(word.arg == "shell" or (word.arg == "allow_pickle" and ast.unparse(word.value) != "False")
                           for word in node.keywords)  # fmt: skip


def test_a_model_whose_weights_were_changed_is_refused(tmp_path):
    from guize.classify.model import LabelModel
    from guize.errors import ModelError

    for name in ("weights.npz", "model.json"):
        (tmp_path / name).write_bytes((ROOT / "models" / "policy" / name).read_bytes())
    weights = bytearray((tmp_path / "weights.npz").read_bytes())
    weights[len(weights) // 2] ^= 1
    (tmp_path / "weights.npz").write_bytes(weights)
    with pytest.raises(ModelError, match="checksum"):
        LabelModel.load(tmp_path)


def test_xml_entities_are_not_expanded(tmp_path):
    from guize.read import read

    secret = tmp_path / "secret"
    secret.write_text("top secret")
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    (tmp_path / "feed.xml").write_text(
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{bomb}<!ENTITY file SYSTEM "file://{secret}">]>'
        "<rss version='2.0'><channel><title>x</title><item><title>京东公告 &l11; &file;</title>"
        "<description>佣金下调</description></item></channel></rss>",
        encoding="utf-8",
    )
    told = json.dumps([str(result) for result in read([tmp_path / "feed.xml"])])
    assert len(told) < 10_000
    assert "top secret" not in told


def test_the_lock_pins_every_dependency_by_its_hash():
    assert set(PINNED) >= {name.lower().replace("_", "-") for name in DIRECT}
    for block in re.split(r"\n(?=\S)", LOCK.strip()):
        assert re.match(r"[a-z0-9._-]+==", block), block
        assert "--hash=sha256:" in block, block


def test_the_lock_holds_no_package_that_poses_as_another():
    assert not [name for name in PINNED if re.match(r"[a-z]{2}[-_.]core[-_.](web|news)", name)]
    known = DIRECT | {"spacy-pkuseg"}
    alike = [
        (name, near)
        for name in PINNED
        if name not in known
        for near in difflib.get_close_matches(name, known, n=1, cutoff=0.85)
    ]
    assert alike == []
