"""A PDF with a text layer -> Document. In a process of its own: pdfminer can be made to run for ever."""

import re
from pathlib import Path
from typing import Any

from xlreport.documents.blocks import Blocks, picture_notices
from xlreport.documents.kinds import no_text_remedy
from xlreport.documents.page_layout import Page, lay_out
from xlreport.documents.page_lines import Character
from xlreport.documents.page_tables import rule
from xlreport.documents.parts import read_bytes
from xlreport.errors import UnreadableFile
from xlreport.isolation import run_apart
from xlreport.reading.document import Document, Grid
from xlreport.wording import say

MOST_PAGES = 80
MOST_CHARACTERS = 400_000
_UNMAPPED = re.compile(r"\(cid:[0-9]+\)")


def read_pdf(path: Path, shown: str = "") -> Document:
    """Reads a PDF. Raises UnreadableFile for scans, passwords, damage, and for more than a report can be."""
    shown = shown or str(path)
    read_bytes(path, shown)
    found: Document = run_apart("xlreport.documents.pdf:read_pages", path, shown)
    return found


def read_pages(path: Path, shown: str) -> Document:
    """The work itself, in a process apart. Raises UnreadableFile."""
    import logging

    logging.disable(logging.CRITICAL)
    pages, pictures = _pages(path, shown)
    written = sum(len(page.characters) for page in pages)
    if written < 20 * len(pages) and (pictures or not written):
        raise UnreadableFile(shown, say("是扫描件：只有图片，没有文字层", "it is a scan: pictures without a text layer"), no_text_remedy())
    unmapped = sum(1 for page in pages for character in page.characters if _UNMAPPED.match(character.text) or "\ue000" <= character.text < "\uf900")
    if unmapped > written * 0.05:
        raise UnreadableFile(shown, say("文字层是乱码（字体没有对照表），读出来的字不可靠", "its text layer is garbled: fonts without a character map"),
                             no_text_remedy())
    blocks = Blocks(shown)
    notices = (*lay_out(pages, blocks), *picture_notices(pictures))
    return Document("pdf", tuple(blocks.found), notices, certain=any(isinstance(block, Grid) for block in blocks.found), source=shown)


def _damaged(shown: str) -> UnreadableFile:
    return UnreadableFile(shown, say("文件不完整或已损坏", "the file is truncated or damaged"),
                          say("请重新下载，或请填报单位重报", "Download it again, or ask the unit to send it again"))


def _pages(path: Path, shown: str) -> tuple[list[Page], int]:
    """All pages' characters and rules, and how many pictures there are. Invisible text over a scan is a text layer."""
    import pdfplumber

    pages: list[Page] = []
    pictures = total = 0
    try:
        with pdfplumber.open(path) as book:
            if len(book.pages) > MOST_PAGES:
                raise UnreadableFile(shown, say(f"有 {len(book.pages)} 页，不像年报", f"it has {len(book.pages)} pages, more than a report"),
                                     say("请只留年报的那几页，或请填报单位重报", "Keep the pages of the report only, or ask the unit again"))
            for page in book.pages:
                characters = tuple(_character(item) for item in page.chars if _visible(item, page))
                total += len(characters)
                if total > MOST_CHARACTERS or len(page.edges) > 20_000:
                    raise UnreadableFile(shown, say("内容多得不像年报", "it holds more than a report"), say("请核对文件", "Check the file"))
                edges = tuple(rule(edge["x0"], edge["top"], edge["x1"], edge["bottom"]) for edge in page.edges)
                pictures += len(page.images)
                pages.append(Page(page.page_number, float(page.width), float(page.height), characters, edges))
                page.close()
    except UnreadableFile:
        raise
    except RecursionError:
        raise _damaged(shown) from None
    except Exception as error:  # pdfminer raises whatever a damaged file leads it to
        if isinstance(error, MemoryError):
            raise
        if "PDFPasswordIncorrect" in repr(error):
            raise UnreadableFile(shown, say("设了打开密码", "it is protected by a password"),
                                 say("请去掉打开密码后重新保存", "Remove the password and save it again")) from None
        raise _damaged(shown) from None
    return pages, pictures


def _visible(item: dict[str, Any], page: Any) -> bool:
    return bool(item["x0"] >= -5 and item["x1"] <= page.width + 5 and item["top"] >= -5 and item["bottom"] <= page.height + 5)


def _character(item: dict[str, Any]) -> Character:
    # a font's box may begin at its baseline or below it; where the line is, only the text matrix says
    baseline = item["bottom"] - (item["matrix"][5] - item["y0"])
    return Character(item["text"], item["x0"], item["top"], item["x1"], item["bottom"], max(float(item["size"]), 1.0), bool(item["upright"]), baseline)
