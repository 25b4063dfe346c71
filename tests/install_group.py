"""Installs a dependency group of pyproject.toml into this environment (pip itself learnt --group only lately)."""

import subprocess
import sys
import tomllib
from pathlib import Path


def main() -> None:
    """Installs the group named on the command line."""
    groups = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["dependency-groups"]
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", *groups[sys.argv[1]]], check=True)


if __name__ == "__main__":
    main()
