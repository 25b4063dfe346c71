"""What a pattern makes, and the list of all patterns."""

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from narratives.figures import Figures
from narratives.numbers import Number, falsified


class Sentence(NamedTuple):
    """One sentence in pieces. true: False for a denial (“未收到……”) that the figures contradict. part: the section it stands in."""

    pieces: tuple[str | Number, ...]
    true: bool = True
    part: str = "总体情况"

    def text(self) -> str:
        """The sentence as it stands in the report."""
        return "".join(piece if isinstance(piece, str) else piece.shown() for piece in self.pieces)

    def checkable(self) -> tuple[int, ...]:
        """Positions of the numbers whose truth the tables tell."""
        return tuple(place for place, piece in enumerate(self.pieces) if isinstance(piece, Number) and piece.checkable)

    def with_falsehood(self, place: int, random: Random) -> "Sentence":
        """The sentence with one number wrong."""
        number = self.pieces[place]
        assert isinstance(number, Number)
        return self._replace(pieces=(*self.pieces[:place], falsified(number, random), *self.pieces[place + 1:]), true=False)


Pattern = Callable[[Figures, Random], Sentence | None]
PATTERNS: dict[str, Pattern] = {}


def pattern(name: str) -> Callable[[Pattern], Pattern]:
    """Adds a pattern under a name that says what it writes."""
    def add(make: Pattern) -> Pattern:
        assert name not in PATTERNS
        PATTERNS[name] = make
        return make
    return add


def sentence(*pieces: str | Number, part: str = "总体情况") -> Sentence:
    """A true sentence."""
    return Sentence(pieces, part=part)


def denial(true: bool, *words: str, part: str = "总体情况") -> Sentence:
    """A statement that there was none, true or not."""
    return Sentence(words, true, part)
