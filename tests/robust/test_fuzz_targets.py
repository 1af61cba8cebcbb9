"""The fuzz targets on random bytes; `make fuzz` runs them guided by coverage."""

import random
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from places import ROOT

sys.path.insert(0, str(ROOT / "fuzz"))
import targets


@pytest.mark.parametrize("name", targets.TARGETS)
def test_no_bytes_break_a_promise(name):
    @settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.binary(max_size=600) | st.integers(0, 1 << 30).map(lambda seed: random.Random(seed).randbytes(600)))
    def run(data):
        targets.run(name, data)

    run()
