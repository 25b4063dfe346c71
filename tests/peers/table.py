"""README's tables of measurements, from measured.json: `make bench` keeps every part there with its date and writes the tables."""

import json
import os
import platform
import re
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
MEASURED = Path(__file__).parent / "measured.json"
README = ROOT / "README.md"
BEGINS, ENDS = "<!-- bench: written by make bench -->", "<!-- /bench -->"
_LONGEST = 110  # characters of a message; the rest is shown as …
_LEAST = 0.1  # seconds: less is lost in how long a start takes
_SAID_MOST = 6  # lines of one program


class Bar(NamedTuple):
    """One thing measured, in a reader's words. bar: what is asked, '' for nothing; met: None where nothing is asked."""

    name: str
    value: str
    bar: str
    met: bool | None


def keep(part: str, found: Any, place: Path = MEASURED) -> None:
    """Keeps one part with the day, the machine and the versions it was measured with."""
    kept: dict[str, Any] = json.loads(place.read_text("utf-8")) if place.exists() else {}
    kept[part] = {"date": datetime.now().astimezone().date().isoformat(), "machine": machine(), "xlreport": version("xlreport"), "found": found}
    place.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")


def machine() -> str:
    """The processor, the cores, the memory, the system and the interpreter; no name of a machine."""
    told = Path("/proc/cpuinfo").read_text("utf-8") if Path("/proc/cpuinfo").exists() else ""
    model = re.search(r"model name\s*: (.+)", told)
    memory = f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB" if hasattr(os, "sysconf") else ""
    parts = (model[1].strip() if model else platform.machine(), f"{os.cpu_count()} 核", memory, f"{platform.system()} {platform.machine()}",
             f"{platform.python_implementation()} {platform.python_version()}")
    return "，".join(part for part in parts if part)


def tables(kept: dict[str, Any]) -> str:
    """README's part between its two marks."""
    lines: list[str] = []
    measured = [(part["date"], Bar(*row)) for name, part in kept.items() if name != "peers" for row in part["found"]]
    if measured:
        days = sorted({day for day, _ in measured})
        said = next(part["machine"] for name, part in kept.items() if name != "peers")
        lines += [f"{'、'.join(days)} 用 `make bench` 量得（{said}），取中位数（重查取五次里最快的，汇集各跑一次）。", "",
                  "| 量什么 | 量得 | 要求 | 达到 |", "|---|---|---|---|"]
        lines += [f"| {bar.name} | {bar.value} | {bar.bar or '—'} | {'—' if bar.met is None else '是' if bar.met else '**否**'} |" for _, bar in measured]
    if "peers" in kept:
        lines += ["", *peer_lines(kept["peers"])]
    return "\n".join(lines)


def peer_lines(part: dict[str, Any]) -> list[str]:
    """The same workbooks and the same planted errors for other programs."""
    rows = part["found"]["rows"]
    lines = [f"与别的程序（{part['date']}，同一批工作簿，各在自己的进程里）：", "",
             "| 程序 | 版本 | 查一个，冷启动 | 1000 个，处理器时间 | 内存 |", "|---|---|---|---|---|"]
    for row in rows:
        whole = "" if row["books"] >= 1000 else f"（由 {row['books']} 个推算）"
        batch = f"{row['thousand']:.1f} 秒{whole}" if row["thousand"] >= _LEAST else "少于启动的波动，量不出"
        lines.append(f"| {row['name']} | {row['version']} | {row['cold']:.2f} 秒 | {batch} | {row['memory']:.0f} MiB |")
    if part["found"]["missing"]:
        lines += ["", f"这台机器上装不了、没有比的：{'、'.join(part['found']['missing'])}。"]
    lines += ["", "同一个有三处笔误的工作簿（`xlreport demo` 的第三个：429 填成“429件”、3 填错了格、合计键入了 1），各自怎么说：", "",
              "| 程序 | 它说的 |", "|---|---|"]
    for row in rows:
        shown = [_short(line) for line in row["says"][:_SAID_MOST]]
        more = [f"…… 共 {len(row['says'])} 行"] if len(row["says"]) > _SAID_MOST else []
        lines.append(f"| {row['name']} | {'<br>'.join([*shown, *more]) or '（没有说什么）'} |")
    return lines


def _short(line: str) -> str:
    """A message in a cell of a table."""
    plain = line.replace("|", "\\|").replace("<", "&lt;")
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"


def with_tables(readme: str, kept: dict[str, Any]) -> str:
    """README with its part written anew. Raises ValueError where the marks are not there."""
    before, found, rest = readme.partition(BEGINS)
    _, ended, after = rest.partition(ENDS)
    if not found or not ended:
        raise ValueError(f"README has no {BEGINS} … {ENDS}")
    return f"{before}{BEGINS}\n\n{tables(kept)}\n\n{ENDS}{after}"


def write() -> None:
    """Writes README's tables from what is kept."""
    README.write_text(with_tables(README.read_text("utf-8"), json.loads(MEASURED.read_text("utf-8"))), "utf-8")


if __name__ == "__main__":
    write()
