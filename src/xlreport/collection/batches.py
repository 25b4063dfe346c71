"""Packed files put together until there are enough of them to be written at once.

A wide table takes as long for fifty rows as for five hundred: most of it is planning four hundred columns. But what has been read
is not kept waiting, for a run that is killed reads it again: after some seconds it is written, however little it is.
"""

import time
from collections.abc import Callable, Iterable, Iterator

from xlreport.collection.packed import PackedFile

ENOUGH = 500
LONGEST = 5.0  # seconds that a file waits, as far as files keep coming


def batches(
    chunks: Iterable[tuple[PackedFile, ...]], enough: int = ENOUGH, longest: float = LONGEST, clock: Callable[[], float] = time.monotonic
) -> Iterator[tuple[PackedFile, ...]]:
    """The same files in the same order in fewer pieces, each of at least `enough` files or `longest` seconds, except the last."""
    gathered: list[PackedFile] = []
    since = clock()
    for chunk in chunks:
        if not gathered:
            since = clock()
        gathered += chunk
        if len(gathered) >= enough or clock() - since >= longest:
            yield tuple(gathered)
            gathered = []
    if gathered:
        yield tuple(gathered)
