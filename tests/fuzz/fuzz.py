"""`python tests/fuzz/fuzz.py TARGET SECONDS`: coverage-guided search for an input that breaks a law of tests/fuzz/targets.py.

What it finds is left in build/fuzz/TARGET: the crash file, which goes into tests/fuzz/found with the mend.
"""

import sys
from pathlib import Path

import atheris

sys.path[:0] = [str(Path(__file__).parent.parent / folder) for folder in ("", "reading", "workbook", "fuzz")]

with atheris.instrument_imports(include=["xlreport.reading", "xlreport.workbook", "xlreport.documents", "xlreport.check.cells"]):
    from targets import TARGETS, seeds

LONGEST = {"text": 20_000, "grid": 400, "sheet": 60_000, "strings": 400, "package": 100_000}


def main() -> None:
    """Runs one target for a while; exits as libFuzzer does, 0 when nothing broke."""
    target, seconds = sys.argv[1:]
    place = Path("build/fuzz") / target
    corpus = place / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(target)):
        (corpus / f"seed-{number}").write_bytes(seed)
    atheris.Setup([sys.argv[0], str(corpus), f"-max_total_time={seconds}", f"-max_len={LONGEST[target]}", f"-artifact_prefix={place}/", "-seed=1",
                   "-timeout=20", "-rss_limit_mb=1500", "-print_final_stats=1"], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
