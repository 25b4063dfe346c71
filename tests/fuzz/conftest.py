"""The search stands apart from the other tests and makes its first inputs as they do."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent / folder) for folder in ("", "reading", "workbook", "fuzz")]
