"""What tests of all importers look at: the lines and the tables of a Document as plain lists."""

from xlreport.reading.document import Document, Grid, Paragraph


def lines(document: Document) -> list[str]:
    """The running text, each line with its automatic number in front."""
    return [block.number + block.text for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: Document) -> list[list[tuple[str, int, int, int, int]]]:
    """Each table as (text, row, column, height, width)."""
    return [[(cell.text, cell.row, cell.column, cell.height, cell.width) for cell in block.cells]
            for block in document.blocks if isinstance(block, Grid)]


def texts(document: Document) -> list[list[list[str]]]:
    """Each table as rows of texts."""
    found = []
    for block in document.blocks:
        if isinstance(block, Grid):
            rows: dict[int, list[str]] = {}
            for cell in block.cells:
                rows.setdefault(cell.row, []).append(cell.text)
            found.append(list(rows.values()))
    return found


def notices(document: Document) -> list[str]:
    """What the importer noticed, by test."""
    return [notice.test for notice in document.notices]
