"""Where the work is done: processes of this machine, or the machines of a Dask cluster that is there already.

Both are `concurrent.futures.Executor`s, and nothing else of this program knows which.
"""

import os
import re
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from xlreport.collection.work import LANGUAGE, SECONDS, Job, OwnForms, identity
from xlreport.errors import UsageError
from xlreport.wording import say

LOCAL = "local"
MOST_PROCESSES = 61 if sys.platform == "win32" else 512  # Windows waits for at most 64 things at once
CONNECT_SECONDS = 10
_ADDRESS = re.compile(r"((tcp|tls|ws|wss|ucx)://)?([\w.\-]+|\[[0-9a-fA-F:.]+\]):[0-9]{1,5}/?")  # what Dask's client takes of a network
Chunk = TypeVar("Chunk")
Done = TypeVar("Done")


class Engine(NamedTuple):
    """Where the work is done.

    executor: makes one, for a `with`. died: the exceptions that say that a worker ended with a task in its hands. ahead: tasks
    handed out at a time. elsewhere: the workers may not see this machine's files.
    """

    executor: Callable[[], Executor]
    died: tuple[type[BaseException], ...]
    ahead: int
    job: Job
    elsewhere: bool = False


def processes(own_forms: Path | None, jobs: int | None = None, seconds: float = SECONDS) -> Engine:
    """Processes of this machine, as many as it has cores, or `jobs`. Raises UsageError for a number that cannot be.

    Started afresh (spawn) on every system, as Windows does: a copy of a process in which a database runs its threads may hang.
    """
    if jobs is not None and jobs < 1:
        raise UsageError(say("--jobs 是不小于 1 的整数", "--jobs is a whole number of at least 1"))
    workers = min(jobs or os.cpu_count() or 1, MOST_PROCESSES)
    job = Job(str(own_forms) if own_forms else "", os.environ.get(LANGUAGE, ""), seconds)
    return Engine(lambda: ProcessPoolExecutor(workers, mp_context=get_context("spawn")), (BrokenProcessPool,), 2 * workers, job)


@contextmanager
def cluster(address: str, own_forms: Path | None, seconds: float = SECONDS) -> Iterator[Engine]:
    """The workers of the Dask scheduler at an address (`tcp://名称:8786`). The only connection that this program ever opens.

    Raises UsageError where it is not reached, has no workers, or one with another program or other rules; and when it goes away.
    """
    try:
        import dask
        import distributed
    except ModuleNotFoundError as error:
        raise UsageError(say(f"--engine 用集群，要先装 dask（现缺 {error.name}）：pip install xlreport[dask]",
                             f"--engine with a cluster needs dask ({error.name} is missing): pip install xlreport[dask]")) from None
    if not _ADDRESS.fullmatch(address):
        raise UsageError(say(f"--engine 要写 local 或集群的地址，例如 tcp://主机名:8786，现为“{address}”",
                             f"--engine is local or a cluster's address, such as tcp://host:8786, not {address}"))
    own = _sent(own_forms)
    # a chunk of files that is sent along is large on purpose; nothing of this machine is reported anywhere
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GiB"}):
        try:
            client: Any = distributed.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError, TypeError) as error:
            raise UsageError(say(f"连不上集群 {address}（{type(error).__name__}）。请核对地址，例如 tcp://主机名:8786；不用集群就不写 --engine",
                                 f"the cluster {address} cannot be reached ({type(error).__name__}); an address is like tcp://host:8786")) from None
        try:
            cores = _checked(client, address, own)
            yield Engine(lambda: _Cluster(client), (distributed.KilledWorker,), 2 * cores,
                         Job(own, os.environ.get(LANGUAGE, ""), seconds, asks=True), elsewhere=True)
        except CancelledError:
            raise UsageError(say(f"集群 {address} 断开了。已经读完的都在库里，再运行一次就接着做",
                                 f"the cluster {address} went away; what was read is in the store: run it again to go on")) from None
        finally:
            client.close()


class _Cluster(Executor):
    """A client as an executor that answers for every task.

    `Client.get_executor()` is that, but for a task whose result went down with its worker, that is done again and fails then: its
    exception is lost on the way (distributed 2026.8, `cfexecutor._cascade_future` awaits the result outside its `try`), and whoever
    waits for it waits for ever.
    """

    def __init__(self, client: Any) -> None:
        self.client, self.handed_out = client, set[Any]()

    def submit(self, task: Callable[..., Any], /, *arguments: Any, **named: Any) -> "Future[Any]":
        """Hands a task to the cluster; equal tasks are done again, not remembered."""
        answer: Future[Any] = Future()
        inner = self.client.submit(task, *arguments, pure=False, **named)
        self.handed_out.add(inner)

        def pass_on(done: Any) -> None:
            try:
                answer.set_result(done.result())
            except BaseException as error:  # noqa: BLE001  whatever it is, the one who waits is told
                answer.set_exception(error)
            self.handed_out.discard(done)

        inner.add_done_callback(pass_on)
        return answer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Lets go of what nobody waits for any more."""
        self.client.cancel(list(self.handed_out))


def _sent(own_forms: Path | None) -> OwnForms:
    """The office's own forms as the text of their files."""
    if own_forms is None:
        return ""
    return tuple((path.relative_to(own_forms).as_posix(), path.read_bytes()) for path in sorted(own_forms.rglob("*.toml")))


def _checked(client: Any, address: str, own: OwnForms) -> int:
    """How many tasks the cluster can do at once. Raises UsageError where it has no workers, or one that would judge otherwise."""
    cores: int = sum(client.nthreads().values())
    if not cores:
        raise UsageError(say(f"集群 {address} 没有工作进程。请先在各台机器上启动 dask worker",
                             f"the cluster {address} has no workers; start dask worker on its machines"))
    ours = identity(own)
    found = client.run(identity, own, on_error="return")
    for worker, theirs in sorted(found.items()):
        if theirs != ours:
            other = f"{type(theirs).__name__}：{theirs}" if isinstance(theirs, Exception) else "、".join(sorted(set(theirs) - set(ours)) or theirs)
            raise UsageError(say(f"集群的机器 {worker} 上的 xlreport 与这台的不一样（{other[:160]}）。请装成同一版本：{'、'.join(ours)}",
                                 f"{worker} has another xlreport than this machine ({other[:160]}); install the same: {', '.join(ours)}"))
    return cores


def handed_out(engine: Engine, work: Callable[[Chunk, Job], Done], chunks: Iterable[Chunk], job: Job) -> Iterator[tuple[Chunk, Done | None]]:
    """Each chunk with what a worker made of it, in the order of the chunks; None where the worker ended.

    An executor that lost a worker is replaced by a new one.
    """
    todo = iter(chunks)
    chunk = next(todo, None)
    while chunk is not None:
        with engine.executor() as executor:
            running: deque[tuple[Chunk, Future[Done] | None]] = deque()
            whole = True
            while True:
                while whole and chunk is not None and len(running) < engine.ahead:
                    running.append((chunk, _handed(executor, engine, work, chunk, job)))
                    chunk = next(todo, None)
                if not running:
                    break
                first, future = running.popleft()
                made = _result(future, engine)
                whole = whole and made is not None
                yield first, made


def _handed(executor: Executor, engine: Engine, work: Callable[[Chunk, Job], Done], chunk: Chunk, job: Job) -> "Future[Done] | None":
    try:
        return executor.submit(work, chunk, job)
    except engine.died:  # another task has just ended its worker
        return None


def _result(future: "Future[Done] | None", engine: Engine) -> Done | None:
    try:
        return future.result() if future is not None else None
    except engine.died:
        return None
