"""What the search of tests/fuzz once found, and a seeded look at each target without its guidance."""

from pathlib import Path
from random import Random

import pytest
from targets import TARGETS, seeds

from sizes import size

FOUND = sorted((Path(__file__).parent / "found").glob("*-*"))


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_was_found_stays_mended(path: Path) -> None:
    """The name begins with the target."""
    TARGETS[path.name.split("-")[0]](path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_seeds_and_their_neighbours(target: str) -> None:
    """Whole inputs, then with bytes changed, dropped and doubled."""
    random = Random(target)
    whole = list(seeds(target))
    for number in range(size(300 if target in ("text", "grid") else 1000)):
        data = bytearray(whole[number % len(whole)])
        for _ in range(0 if number < len(whole) // 2 else random.randint(1, 4)):
            if not data:
                break
            at = random.randrange(len(data))
            change = random.randrange(4)
            if change == 0:
                data[at] = random.randrange(256)
            elif change == 1:
                del data[at : at + random.randint(1, 8)]
            else:
                data[at:at] = data[random.randrange(len(data)) :][: random.randint(1, 30)]
        TARGETS[target](bytes(data))
