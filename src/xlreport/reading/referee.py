"""The balance rules as referee: which of several possible readings they support.

A reading found here is never certain. It is marked as inferred, and the rules that served to find it say 无法判断.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from xlreport.form.library import Library
from xlreport.reading.rows import Piece
from xlreport.rules.load import load_rules
from xlreport.rules.model import THIS

MOST_STEPS = 20_000  # of one row's search; a row with a few cut figures needs some hundred
MOST_READINGS = 256
Reading = tuple[Piece, ...]


class Equation(NamedTuple):
    """A sum that is 0 in a report that balances: constant plus factor times figure, by cell name."""

    factors: Mapping[str, Decimal]
    constant: Decimal

    def left(self, figures: Mapping[str, Decimal]) -> Decimal:
        """What the sum comes to with these figures, of which it must have all its own: 0 where they balance."""
        return self.constant + sum((factor * figures[name] for name, factor in self.factors.items()), Decimal(0))


class Group(NamedTuple):
    """One line of figures that can be read in several ways. names: its cells; readings: a piece for each cell, in each way.

    supported: a rule has had a say in which readings are possible.
    """

    names: tuple[str, ...]
    readings: tuple[Reading, ...]
    supported: bool


@lru_cache(maxsize=8)
def equations(library: Library, form_id: str) -> tuple[Equation, ...]:
    """Every unconditional balance of this year's figures that is at error level. Raises DefinitionError."""
    found = []
    for rule in load_rules(library, form_id).rules:
        if rule.severity != "error":
            continue
        for instance in rule.instances:
            check = instance.check
            terms = [*((term, 1) for term in check.left.terms), *((term, -1) for term in check.right.terms)]
            if check.relation != "==" or instance.given or instance.when or not terms or any(term.source != THIS for term, _ in terms):
                continue
            factors: dict[str, Decimal] = {}
            for term, sign in terms:
                factors[term.name] = factors.get(term.name, Decimal(0)) + sign * term.factor
            found.append(Equation({name: factor for name, factor in factors.items() if factor}, check.left.constant - check.right.constant))
    return tuple(found)


def number(text: str) -> Decimal | None:
    """The figure a piece is: plain digits with or without decimals, no leading zero; else None."""
    whole = text.split(".", 1)[0]
    if not text.replace(".", "", 1).isdecimal() or not text.isascii() or (len(whole) > 1 and whole[0] == "0") or not whole or text[-1] == ".":
        return None
    return Decimal(text)


def joined(pieces: Sequence[Piece], glued: bool) -> list[tuple[Piece, bool]]:
    """The smallest bits of a line, each with whether it may belong to the figure begun before it.

    glued: figures were run together, so a piece may be cut anywhere but pieces stay apart; else figures were cut, so
    neighbours may belong together but pieces stay whole.
    """
    if not glued:
        return [(piece, True) for piece in pieces]
    return [(Piece(character, piece.start + offset, piece.start + offset + 1), offset > 0)
            for piece in pieces for offset, character in enumerate(piece.text)]


def joinings(bits: Sequence[tuple[Piece, bool]], names: tuple[str, ...], balances: Sequence[Equation]) -> Group | None:
    """All ways to put bits together to one figure a cell. None where there are too many to look at."""
    def options(at: int, _: int) -> Iterator[tuple[Piece, int]]:
        text, start = "", bits[at][0].start if at < len(bits) else 0
        for following in range(at, len(bits)):
            piece, may_join = bits[following]
            if following > at and not may_join:
                return
            text += piece.text
            if len(text) > 12 or number(text) is None:
                if len(text) > 12 or text.startswith("0"):
                    return
                continue
            yield Piece(text, start, piece.end), following + 1
    return _search(options, len(bits), names, balances)


def spreadings(pieces: Sequence[Piece], names: tuple[str, ...], balances: Sequence[Equation]) -> Group | None:
    """All ways in which repeated equal cells may have been collapsed to these pieces. None where there are too many."""
    def options(at: int, cell: int) -> Iterator[tuple[Piece, int]]:
        # `at` counts pieces begun: a cell repeats the last one, or begins the next
        if at > 0 and len(pieces) - at <= len(names) - cell - 1:
            yield pieces[at - 1], at
        if at < len(pieces):
            yield pieces[at], at + 1
    return _search(options, len(pieces), names, balances)


def _search(
    options: Callable[[int, int], Iterator[tuple[Piece, int]]], length: int, names: tuple[str, ...], balances: Sequence[Equation]
) -> Group | None:
    places = {name: place for place, name in enumerate(names)}
    ending: dict[int, list[Equation]] = {}
    for balance in balances:
        if balance.factors.keys() <= places.keys():
            ending.setdefault(max(places[name] for name in balance.factors), []).append(balance)
    readings: list[Reading] = []
    steps = 0

    def holds(balance: Equation, chosen: list[Piece]) -> bool:
        return balance.constant + sum(factor * Decimal(chosen[places[name]].text) for name, factor in balance.factors.items()) == 0

    def walk(at: int, chosen: list[Piece]) -> bool:
        nonlocal steps
        steps += 1
        if steps > MOST_STEPS or len(readings) > MOST_READINGS:
            return False
        if len(chosen) == len(names):
            if at == length:
                readings.append(tuple(chosen))
            return True
        for piece, following in options(at, len(chosen)):
            chosen.append(piece)
            go_on = not all(holds(balance, chosen) for balance in ending.get(len(chosen) - 1, ())) or walk(following, chosen)
            chosen.pop()
            if not go_on:
                return False
        return True

    return Group(names, tuple(readings), bool(ending)) if walk(0, []) else None


def settled(groups: Sequence[Group], known: Mapping[str, Decimal], balances: Sequence[Equation]) -> list[Group]:
    """The groups with only those readings left that the rules allow together with the known figures.

    A rule that no reading fulfils is broken in the report, or something else was misread: it has no say.
    """
    left = list(groups)
    owners = {name: number for number, group in enumerate(left) for name in group.names}
    usable = [balance for balance in balances if all(name in known or name in owners for name in balance.factors)]
    changed = True
    while changed:
        changed = False
        for balance in usable:
            mine = sorted({owners[name] for name in balance.factors if name not in known})
            if not 1 <= len(mine) <= 2 or all(len(left[one].readings) < 2 and left[one].supported for one in mine):
                continue
            base = balance.constant + sum(factor * known[name] for name, factor in balance.factors.items() if name in known)
            sums = [[_share(left[one], reading, balance, known) for reading in left[one].readings] for one in mine]
            for kept, one in _kept(mine, sums, base):
                if kept and (len(kept) < len(left[one].readings) or not left[one].supported):
                    changed = True
                    left[one] = Group(left[one].names, tuple(left[one].readings[place] for place in kept), True)
    return left


def _share(group: Group, reading: Reading, balance: Equation, known: Mapping[str, Decimal]) -> Decimal:
    return sum((balance.factors[name] * Decimal(piece.text) for name, piece in zip(group.names, reading, strict=True)
                if name in balance.factors and name not in known), Decimal(0))


def _kept(mine: list[int], sums: list[list[Decimal]], base: Decimal) -> Iterator[tuple[list[int], int]]:
    """For each group of one or two: which readings have a partner that makes the sum 0."""
    if len(mine) == 1:
        yield [place for place, share in enumerate(sums[0]) if base + share == 0], mine[0]
        return
    for own, other in ((0, 1), (1, 0)):
        wanted = {-base - share for share in sums[other]}
        yield [place for place, share in enumerate(sums[own]) if share in wanted], mine[own]
