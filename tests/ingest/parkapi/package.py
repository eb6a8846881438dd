"""Where the optional package is: in this environment, or in the one that is named."""

import os
from importlib.util import find_spec

import pytest

PYTHON = os.environ.get("ONELOT_PARKAPI_PYTHON", "")
IS_THERE = bool(PYTHON) or find_spec("parkapi_sources") is not None
needs_package = pytest.mark.skipif(
    not IS_THERE,
    reason="parkapi-sources is not installed, and ONELOT_PARKAPI_PYTHON names no environment",
)
