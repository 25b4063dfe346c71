"""Packed files put together until there are enough of them to be written at once.

A wide table takes as long for fifty rows as for five hundred: most of it is planning four hundred columns. But what has been read
is not kept waiting, for a run that is killed reads it again: after some seconds it is written, however little it is. Nor is more
of it kept in memory than some megabytes: long narratives are written sooner.
"""

import time
from collections.abc import Callable, Iterable, Iterator

from xlreport.collection.packed import PackedFile, weight

ENOUGH = 500
HEAVY = 8 * 2**20  # bytes of texts and records
LONGEST = 5.0  # seconds that a file waits, as far as files keep coming


def batches(
    chunks: Iterable[tuple[PackedFile, ...]], enough: int = ENOUGH, longest: float = LONGEST, clock: Callable[[], float] = time.monotonic
) -> Iterator[tuple[PackedFile, ...]]:
    """The same files in the same order in fewer pieces, each of at least `enough` files, `longest` seconds or HEAVY bytes, except the last."""
    gathered: list[PackedFile] = []
    since, bytes_of = clock(), 0
    for chunk in chunks:
        if not gathered:
            since = clock()
        gathered += chunk
        bytes_of += sum(map(weight, chunk))
        if len(gathered) >= enough or bytes_of >= HEAVY or clock() - since >= longest:
            yield tuple(gathered)
            gathered, bytes_of = [], 0
    if gathered:
        yield tuple(gathered)
