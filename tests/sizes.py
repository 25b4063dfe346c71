"""How much of a test runs: a tenth in `make test`, all of it in `make prove` (XLREPORT_PROVE=1)."""

import os


def size(full: int, part: int = 10) -> int:
    """The number of examples a test runs, where `full` is what the issue asks for; one in `part` where not all are asked for."""
    return full if os.environ.get("XLREPORT_PROVE") == "1" else max(1, full // part)
