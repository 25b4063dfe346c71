"""xlreport collect DIR --store S.duckdb: everything readable in a folder, read, checked and kept."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlreport.cli.console import note, progress_bar, show
from xlreport.cli.options import FormsFolder, opened
from xlreport.wording import say

if TYPE_CHECKING:
    from xlreport.prose.copied import Alike


def collect(
    folder: Annotated[str, typer.Argument(metavar="DIR", help=say("收到的年报所在的文件夹。", "The folder of reports received."))],
    store: Annotated[Path, typer.Option("--store", metavar="S.duckdb", help=say("汇集库；没有就新建。", "The store; made if missing."))],
    jobs: Annotated[int | None, typer.Option("--jobs", metavar="N", help=say("本机同时用几个进程。", "How many processes of this machine."))] = None,
    engine: Annotated[str, typer.Option(
        "--engine", metavar="local|ADDRESS", help=say("在本机读，或在这个地址的 Dask 集群上读。", "Read here, or on the Dask cluster there."))] = "local",
    roster: Annotated[Path | None, typer.Option("--roster", metavar="R.xlsx", help=say(
        "单位名录，存进汇集库，以后的命令不用再写。", "The roster of units, kept in the store."))] = None,
    drop_gone: Annotated[bool, typer.Option("--drop-gone", help=say(
        "文件夹里已经删去的文件，不再计入。", "Files that were deleted from the folder count no longer."))] = False,
    forms_folder: FormsFolder = None,
) -> int:
    """Collects; 0 all read, 2 something could not be read (listed, and tried again next time)."""
    from xlreport.flows import collecting

    forms = opened(forms_folder)
    done = collecting.collect(folder, store, forms, jobs, progress_bar(), roster, engine, drop_gone)
    show(say(f"读了 {done.read - len(done.unreadable)} 个新的或改过的文件，{done.unchanged} 个没有变化，都在 {store}",
             f"{done.read - len(done.unreadable)} new or changed files read, {done.unchanged} unchanged, all in {store}"))
    if done.rechecked.reports:
        show(say(f"规则或程序改过：库里 {done.rechecked.reports} 份报告按现在的重查了，其中 {done.rechecked.singly} 份逐项重查；没有重读文件",
                 f"rules or the program have changed: {done.rechecked.reports} reports of the store checked anew, "
                 f"{done.rechecked.singly} of them one by one; no file read"))
    if done.rechecked.unread:
        names = say("、", ", ").join(done.rechecked.unread[:5])
        note(say(f"表式或合计的规则改过，{len(done.rechecked.unread)} 个文件要重读，但不在 {folder} 里，仍是原来的校验结果：{names}",
                 f"the form or its totals changed; {len(done.rechecked.unread)} files must be read anew and are not in {folder}: {names}"))
    if done.read:
        _alike(*collecting.newest_alike(store, forms))
    if done.gone:
        _gone(done.gone, folder, drop_gone)
    for path, reason in done.unreadable:
        note(say(f"读不了：{path}：{reason}", f"unreadable: {path}: {reason}"))
    return 2 if done.unreadable else 0


def _gone(paths: "Sequence[str]", folder: str, dropped: bool) -> None:
    """What the folder no longer has: whether it still counts, and the way out."""
    names = say("、", ", ").join(paths[:5]) + (say("等", " and others") if len(paths) > 5 else "")
    if dropped:
        note(say(f"{len(paths)} 个文件已不在 {folder} 里，不再计入：{names}", f"{len(paths)} files have gone from {folder} and count no longer: {names}"))
    else:
        note(say(f"{len(paths)} 个文件已不在 {folder} 里，库里的仍然计入：{names}。不要再计入的，加 --drop-gone 再运行一次",
                 f"{len(paths)} files have gone from {folder} and still count: {names}. To leave them out, run again with --drop-gone"))


def _alike(year: int, found: "Sequence[Alike]") -> None:
    """One line on the units whose words are another unit's, the most alike first."""
    if not found:
        return
    most = sorted(found, key=lambda one: -one.share)
    names = say("、", ", ").join(say(f"{one.first}（{one.share:.0%} 与{one.second}相同）", f"{one.first} ({one.share:.0%} as {one.second})")
                                for one in most[:3])
    more = say("等", " and others") if len(most) > 3 else ""
    note(say(f"{year} 年有 {len(most)} 个单位的文字与别的单位雷同：{names}{more}。全部的见 xlreport dashboard",
             f"{year}: the texts of {len(most)} units are another unit's: {names}{more}. All of them: xlreport dashboard"))
