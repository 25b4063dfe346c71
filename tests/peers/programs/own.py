"""The job with this program, as its users run it: own.py PATHS. What it prints of a file's errors, without the list of other findings."""

import subprocess
import sys
from pathlib import Path

paths = Path(sys.argv[1]).read_text("utf-8").split("\n")
done = subprocess.run([sys.executable, "-m", "xlreport", "check", *paths], stdout=subprocess.PIPE, text=True, encoding="utf-8")
for line in done.stdout.splitlines():
    if line.strip() and not line.startswith(paths[0]):
        print(f"{paths[0]}\t{line.strip()}")
