"""Which cells of a checked report are marked, in which colour, with which words."""

from collections import Counter
from collections.abc import Iterable

from xlreport.check.findings import Change, Finding, Result
from xlreport.live.marks import Colour, Mark
from xlreport.wording import say

RED, PALE, AMBER = (255, 124, 128), (255, 225, 225), (255, 230, 153)
_TOLD = ("error", "warning")
Spot = tuple[str, str]  # sheet and address


def places(result: Result, finding: Finding) -> list[Spot]:
    """Where a finding's cells or words stand in the book."""
    if finding.cells:
        return [(cell.sheet, cell.address) for cell in finding.cells if cell.address]
    if finding.text is None:
        return []
    lines = result.submission.text_places.get(finding.text.section, ())
    number = result.submission.texts.get(finding.text.section, "").count("\n", 0, finding.text.start)
    return [(lines[number].sheet, lines[number].address)] if number < len(lines) else []


def target(result: Result, finding: Finding) -> Spot | None:
    """The one place to jump to: the cell that check_marks puts the finding's words on."""
    spots = places(result, finding)
    blamed = set(_blamed(result, [other for other in result.findings if other.severity in _TOLD]))
    return next((spot for spot in spots if spot in blamed), spots[-1] if spots else None)


def check_marks(result: Result) -> list[Mark]:
    """What 校验 marks: each wrong cell, strongly. A cell to blame is one that is wrong by itself, that every explanation of a

    cause changes, or where two broken equations cross; where none can be told, the cells of the equation are pale and
    its last one, the total, carries the words.
    """
    told = [finding for finding in result.findings if finding.severity in _TOLD]
    blamed = set(_blamed(result, told))
    strong: dict[Spot, list[Finding]] = {}
    pale: dict[Spot, None] = {}
    for finding in told:
        spots = places(result, finding)
        own = [spot for spot in spots if spot in blamed]
        if not own and len(spots) > 1:
            pale.update(dict.fromkeys(spots))
        for spot in own or spots[-1:]:
            strong.setdefault(spot, []).append(finding)
    return [*(_mark(spot, findings) for spot, findings in strong.items()),
            *(Mark(*spot, PALE, say("与一条不符的规则有关，见同色各格。", "Belongs to a broken rule; see the cells of the same colour."))
              for spot in pale if spot not in strong)]


def locate_marks(result: Result) -> list[Mark]:
    """What 定位错误 marks: the cell that a cause blames, with what it would have to be; the other cells of its equations pale."""
    by_print = {finding.fingerprint: finding for finding in result.findings}
    strong: dict[Spot, list[str]] = {}
    pale: dict[Spot, None] = {}
    for cause in result.causes:
        findings = [by_print[mark] for mark in cause.findings if mark in by_print]
        for number, explanation in enumerate(cause.explanations[:3], 1):
            for change in explanation.changes:
                spot = _spot(result, change)
                if spot:
                    strong.setdefault(spot, []).append(_suggestion(change, cause.unique, number, len(explanation.changes)))
        for finding in findings:
            pale.update(dict.fromkeys(places(result, finding)))
    return [*(Mark(*spot, RED, "\n".join(dict.fromkeys(lines))) for spot, lines in strong.items()),
            *(Mark(*spot, PALE, say("与标红的格在同一条等式里。", "In one equation with the red cell.")) for spot in pale if spot not in strong)]


def changes_at(result: Result, spot: Spot) -> list[Change]:
    """The changes that explanations propose for a cell, those that stand alone first."""
    found = [(len(explanation.changes), change) for cause in result.causes for explanation in cause.explanations
             for change in explanation.changes if _spot(result, change) == spot]
    return list(dict.fromkeys(change for _, change in sorted(found, key=lambda pair: pair[0])))


def _suggestion(change: Change, certain: bool, number: int, together: int) -> str:
    why = say(f"（{change.why}）", f" ({change.why})") if change.why else ""
    also = say("，与别的标红格一起改", ", together with other red cells") if together > 1 else ""
    if certain:
        return say(f"现为 {change.was}，应为 {change.to}{why}{also}。", f"is {change.was}, should be {change.to}{why}{also}.")
    return say(f"可能 {number}：现为 {change.was}，疑应为 {change.to}{why}{also}。",
               f"possibility {number}: is {change.was}, perhaps {change.to}{why}{also}.")


def _spot(result: Result, change: Change) -> Spot | None:
    place = result.submission.places.get(change.cell)
    return (place.sheet, place.address) if place else None


def _blamed(result: Result, findings: Iterable[Finding]) -> list[Spot]:
    """Cells to blame, see check_marks."""
    found: list[Spot] = []
    crossings: Counter[Spot] = Counter()
    for finding in findings:
        cause = next((cause for cause in result.causes if cause.id == finding.cause), None) if finding.cause else None
        changes = [change for explanation in cause.explanations if len(cause.explanations) == 1 for change in explanation.changes] if cause else []
        found += [spot for change in changes if (spot := _spot(result, change))]
        spots = places(result, finding)
        if len(spots) == 1:
            found += spots
        elif not changes:
            crossings.update(spots)
    return list(dict.fromkeys([*found, *(spot for spot, times in crossings.items() if times > 1)]))


def _mark(spot: Spot, findings: list[Finding]) -> Mark:
    colour: Colour = RED if any(finding.severity == "error" for finding in findings) else AMBER
    texts = [finding.message for finding in findings]
    return Mark(*spot, colour, "\n".join(texts if len(texts) == 1 else [f"{number}. {text}" for number, text in enumerate(texts, 1)]))
