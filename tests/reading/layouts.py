"""The ten layouts in which finished reports arrive, each made from the same print.

Each says which cells' text and place survive it: a cell survives when its own borders do, or when its whole line of figures
comes through with nothing cut, joined, collapsed or dropped. Nothing here knows how a report is read.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from random import Random
from typing import NamedTuple

from printing import Print, Sheet, Spot


class Laid(NamedTuple):
    """A report in one layout: its text, or its tables with the text between; and the names of the cells that survive."""

    blocks: tuple[str | tuple[tuple[Spot, ...], ...], ...]
    survives: frozenset[str]

    @property
    def text(self) -> str:
        """The report as one text; only for layouts without drawn tables."""
        return "\n".join(block for block in self.blocks if isinstance(block, str))


Lines = list[str]
Draw = Callable[[Sheet, Print, Random, set[str]], Lines]


def figures_of(line: tuple[Spot, ...]) -> list[Spot]:
    """The figures of a printed line."""
    return [spot for spot in line if spot.name]


def whole(figures: list[Spot]) -> set[str]:
    """The names of a line's figures if none of them is blank, else none: without borders a blank shifts all others."""
    return {spot.name for spot in figures} if all(spot.text for spot in figures) else set()


def flat(text: str) -> str:
    """A label without its line breaks, for layouts that put it on one line."""
    return text.replace("\n", "")


def around(made: Print, tables: list[Lines]) -> Lines:
    """The report's words around its tables."""
    headings = ["二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况"]
    text = [f"{made.year}年示范县财政局政府信息公开工作年度报告", f"本报告所列数据的统计期限自{made.year}年1月1日起至{made.year}年12月31日止。",
            "一、总体情况", "全年办理行政许可429件，行政处罚256件，行政强制0件，制定规章0件。新收申请12件，上年结转3件，均已办结。"]
    five = "五、存在的主要问题及改进情况"
    for number, (heading, lines) in enumerate(zip(headings, tables, strict=True)):
        text += [heading, *([five] if number == 2 and made.early_five else []), *lines, *made.notes]
    return [*text, *([] if made.early_five else [five]), "公开形式不够丰富，下一步改进。", "六、其他需要报告的事项", f"{made.year}年没有收取信息处理费。"]


def text_layout(draw: Draw) -> Callable[[Print, Random], Laid]:
    """A layout that is plain text."""
    def lay(made: Print, random: Random) -> Laid:
        survives: set[str] = set()
        tables = [draw(sheet, made, random, survives) for sheet in made.sheets]
        return Laid(tuple(around(made, tables)), frozenset(survives - made.lost))
    return lay


def drawn(made: Print, random: Random) -> Laid:
    """1. Drawn tables with merged cells; figures with no-break spaces around them."""
    blocks: list[str | tuple[tuple[Spot, ...], ...]] = list(around(made, [[f"\0{number}"] for number in range(3)]))
    for number, sheet in enumerate(made.sheets):
        lines = tuple(tuple(spot._replace(text=f"\xa0{spot.text}" if spot.name and random.random() < 0.2 else spot.text) for spot in line)
                      for line in sheet.lines)
        blocks[blocks.index(f"\0{number}")] = lines
    return Laid(tuple(blocks), frozenset(spot.name for sheet in made.sheets for line in sheet.lines for spot in figures_of(line)) - made.lost)


def pages(sheet: Sheet, made: Print, random: Random, survives: set[str]) -> Lines:
    """2. The text layer of a PDF: rows on lines, labels wrapped, an upright group label a character a line, page numbers."""
    found: Lines = []
    head = [" ".join(flat(spot.text) for spot in line) for line in sheet.lines[:sheet.head]]
    upright: Iterator[str] = iter("三、本年度办理结果" if sheet.code == "申请" else "")
    for number, line in enumerate(sheet.lines):
        labels = [spot for spot in line if not spot.name and spot.text != "三、本年度办理结果"]
        figures = figures_of(line)
        survives |= whole(figures)
        label = "".join(flat(spot.text) for spot in labels)
        row = " ".join(spot.text for spot in figures)
        beside = next(upright, "") if figures and number > 6 and random.random() < 0.5 else ""
        if figures and len(label) > 20 and random.random() < 0.7:
            cut = random.randint(10, len(label) - 4)
            parts = [f"{label[:cut]} {row}", label[cut:]] if random.random() < 0.5 else [label[:cut], f"{label[cut:]} {row}"]
            found += [parts[0], f"{beside} {parts[1]}".strip()]
        else:
            found.append(f"{beside} {spaced(label, random)} {row}".strip())
        if number > sheet.head and random.random() < 0.08:
            found.append(random.choice((f"— {number} —", f"- {number} -", f"第 {number} 页")))
            found += head if made.repeat else []
    return found


def spaced(label: str, random: Random) -> str:
    """A label with a blank inside, as some PDF writers leave."""
    if len(label) > 5 and random.random() < 0.1:
        place = random.randrange(2, len(label) - 1)
        return f"{label[:place]} {label[place:]}"
    return label


def markdown(sheet: Sheet, made: Print, random: Random, survives: set[str]) -> Lines:
    """3. Pipe rows, bare rows of figures under their label, a total that strayed to the next line, table 3 as one bare row."""
    found: Lines = []
    waiting: list[list[Spot]] = []
    for number, line in enumerate(sheet.lines):
        figures, label = figures_of(line), " ".join(flat(spot.text) for spot in line if not spot.name)
        chance = random.random()
        if waiting and (not figures or chance < 0.5):
            found += [" ".join(spot.text for spot in row) for row in waiting]
            waiting = []
        if not figures:
            found.append(f"| {' | '.join(flat(spot.text) for spot in line)} |")
            if number == 0:
                found.append("|---|---|---|---|")
        elif sheet.head > 1 and len(figures) > 7:
            found.append(" ".join(spot.text for spot in figures))
            survives |= whole(figures)
        elif waiting or (chance < 0.15 and len(figures) == 7 and all(spot.text for spot in figures)):
            found.append(label)
            waiting.append(figures)
            survives |= whole(figures)
        elif chance < 0.35:
            found += [label, " ".join(spot.text for spot in figures)]
            survives |= whole(figures)
        elif chance < 0.5 and len(figures) == 7 and all(spot.text for spot in figures):
            found += [f"| {label} | {' | '.join(spot.text for spot in figures[:-1])} |", figures[-1].text]
            survives |= whole(figures)
        else:
            found.append(f"| {label} | {' | '.join(spot.text for spot in figures)} |")
            survives |= {spot.name for spot in figures}
    return found + [" ".join(spot.text for spot in row) for row in waiting]


def cells_on_lines(sheet: Sheet, made: Print, random: Random, survives: set[str]) -> Lines:
    """4. One cell a line: bare, with a line `|` between cells, or with ` |` after each."""
    manner = made.year % 3
    found: Lines = []
    for number, line in enumerate(sheet.lines):
        if made.repeat and number > sheet.head and number % 9 == 0:
            found += [flat(spot.text) for head in sheet.lines[:sheet.head] for spot in head]
        for spot in line:
            text = flat(spot.text) if manner else spot.text
            if manner == 0:
                found += text.split("\n") if text else []
            elif manner == 1:
                found += [text, "|"]
            else:
                found.append(f"{text} |")
        survives |= {spot.name for spot in figures_of(line)} if manner else whole(figures_of(line))
    return found


def cut_figures(sheet: Sheet, made: Print, random: Random, survives: set[str]) -> Lines:
    """5. One cell a line, figures cut where the font changed."""
    found: Lines = []
    for line in sheet.lines:
        cut = False
        for spot in line:
            if spot.name and spot.text.isdigit() and len(spot.text) > 1 and random.random() < 0.5:
                place, cut = random.randrange(1, len(spot.text)), True
                found += [spot.text[:place], spot.text[place:]]
            else:
                found += spot.text.split("\n") if spot.text else []
        survives |= set() if cut else whole(figures_of(line))
    return found


def collapsed(sheet: Sheet, made: Print, random: Random, survives: set[str]) -> Lines:
    """6. One cell a line, repeated equal cells collapsed to one."""
    found: Lines = []
    for line in sheet.lines:
        texts = [spot.text for spot in figures_of(line)]
        if all(texts) and (len(set(texts)) == 1 or all(one != other for one, other in pairwise(texts))):
            survives |= whole(figures_of(line)) if len(set(texts)) > 1 or texts[:1] == ["0"] or len(texts) == 1 else set()
        for spot in line:
            for text in spot.text.split("\n") if spot.text else []:
                if not found or found[-1] != text:
                    found.append(text)
    return found


def run_together(sheet: Sheet, made: Print, random: Random, survives: set[str]) -> Lines:
    """7. Everything run together: of a line with several figures only zeros keep their borders, for zeros never join."""
    for line in sheet.lines:
        texts = {spot.text for spot in figures_of(line)}
        survives |= whole(figures_of(line)) if texts == {"0"} or len(figures_of(line)) == 1 else set()
    return ["".join(flat(spot.text) for line in sheet.lines for spot in line)]


def pipes(sheet: Sheet, made: Print, random: Random, survives: set[str]) -> Lines:
    """8. `label | n | n`, merged cells once, runs of || at the end, group cell and first row on one line."""
    for line in sheet.lines:
        survives |= {spot.name for spot in figures_of(line)}
    return [" | ".join(flat(spot.text) for spot in line) + " " + "|" * random.choice((0, 0, 1, 2, 4)) for line in sheet.lines]


def two_years(sheet: Sheet, made: Print, random: Random, survives: set[str]) -> Lines:
    """9. Two years side by side, 14 figures a line; the years stand in the head."""
    first = made.year % 2 == 0
    years = [f"{made.year}年", f"{made.year - 1}年"] if first else [f"{made.year - 1}年", f"{made.year}年"]
    found: Lines = [" ".join(years)]
    piped = random.random() < 0.5
    for line in sheet.lines:
        figures, label = figures_of(line), " ".join(flat(spot.text) for spot in line if not spot.name)
        mine, other = [spot.text for spot in figures], [made.other[spot.name] for spot in figures]
        both = mine + other if first else other + mine
        found.append(f"{label} | {' | '.join(both)} |" if piped and figures else f"{label} {' '.join(both)}".strip())
        survives |= {spot.name for spot in figures} if piped else whole(figures)
    return found


def flip_book(sheet: Sheet, made: Print, random: Random, survives: set[str]) -> Lines:
    """10. A whole row on one line, the head dissolved into single characters."""
    found: Lines = []
    for number, line in enumerate(sheet.lines):
        figures = figures_of(line)
        if number < sheet.head and sheet.head > 1:
            found.append(" ".join("".join(flat(spot.text) for spot in line)))
        else:
            found.append(" ".join(flat(spot.text) for spot in line if spot.text))
        survives |= whole(figures)
    return found


LAYOUTS: dict[int, Callable[[Print, Random], Laid]] = {
    1: drawn, 2: text_layout(pages), 3: text_layout(markdown), 4: text_layout(cells_on_lines), 5: text_layout(cut_figures),
    6: text_layout(collapsed), 7: text_layout(run_together), 8: text_layout(pipes), 9: text_layout(two_years), 10: text_layout(flip_book),
}
