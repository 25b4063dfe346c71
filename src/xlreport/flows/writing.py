"""The report written out: Word, web page or PDF; and new figures put into a Word file that people have worked on."""

from collections.abc import Iterator
from typing import NamedTuple

from xlreport.check.checking import check_submission
from xlreport.documents.layout import lay_out
from xlreport.documents.placed import expression_digest
from xlreport.documents.revise import Revised, revise
from xlreport.errors import Refused, UsageError
from xlreport.form.library import Library
from xlreport.form.submission import Submission
from xlreport.form.values import NUMBER
from xlreport.present.lines import Line, lines_of
from xlreport.prose.filling import fill
from xlreport.prose.finished import finished_texts
from xlreport.prose.phrases import offered_wordings
from xlreport.prose.placeholders import find_placeholders
from xlreport.rules.load import load_rules
from xlreport.rules.sums import Amounts, amounts
from xlreport.wording import say

KINDS = ("docx", "html", "pdf")
_SHOWN = 8


class Ready(NamedTuple):
    """A report that may be written: what its cells count for, and what a draft says of itself ('' for a finished one)."""

    known: Amounts
    draft: str


def ready(submission: Submission, forms: Library, force: bool = False) -> Ready:
    """Checks a report before it is written. Raises Refused where errors stand, unless `force` asks for a draft."""
    rules = load_rules(forms, submission.form.id)
    if not any(value.kind == NUMBER for value in submission.cells.values()):
        raise Refused(say("表里一个数也没有填，没有写报告。", "No figure is filled in; the report was not written."))
    result = check_submission(submission, rules)
    errors = [line for line in lines_of(result) if line.finding.severity == "error"]
    if (errors or result.inferred) and not force:
        raise Refused(_refusal(errors, result.inferred))
    draft = say(f"草稿：还有 {len(errors)} 处错误没有改，不能报送", f"DRAFT: {len(errors)} error(s) stand; not to be handed in") if errors else \
        say("草稿：有的数是推算的，不能报送", "DRAFT: some figures are inferred; not to be handed in") if result.inferred else ""
    return Ready(amounts(submission, rules.totals), draft)


def _refusal(errors: list[Line], inferred: int) -> str:
    """What stands in the way, counted and said as `xlreport check` does."""
    head = say(f"有 {len(errors)} 处错误没有改，没有写报告：" if errors else f"有 {inferred} 格是推算的，没有写报告。",
               f"{len(errors)} error(s) stand; the report was not written:" if errors else f"{inferred} cell(s) are inferred; not written.")
    lines = [f"  {number}. {line.said} [{' '.join(line.rules)}]" for number, line in enumerate(errors[:_SHOWN], 1)]
    if len(errors) > _SHOWN:
        lines.append(say(f"  …… 另有 {len(errors) - _SHOWN} 处，xlreport check 可看全部", f"  … {len(errors) - _SHOWN} more: see xlreport check"))
    way = say("改好再写。只想先看样子的，加 --force，文件上会标“草稿”。", "Mend them first. To see how it looks, add --force: the file then says 草稿.")
    return "\n".join([head, *lines, way])


def finished_report(submission: Submission, forms: Library, to: str, force: bool = False, trace: bool = False) -> bytes:
    """The report of a submission as a file of a kind (docx, html or pdf). trace: an html page that links each figure to its cell.

    Raises Refused where errors stand and `force` is not given, UsageError for another kind or where LibreOffice is missing.
    """
    if to not in KINDS:
        raise UsageError(say(f"--to 只能是 {'、'.join(KINDS)}，现为“{to}”", f"--to is one of {', '.join(KINDS)}, not {to}"))
    known, draft = ready(submission, forms, force)
    report = lay_out(submission, known, draft)
    if to == "html":
        from xlreport.documents.web_page import web_page

        return web_page(report, submission, trace).encode()
    from xlreport.documents.official_docx import document_bytes

    document = document_bytes(report, submission)
    if to == "docx":
        return document
    from xlreport.documents.pdf_of import pdf_of

    return pdf_of(document)


def revised_report(data: bytes, shown: str, submission: Submission, forms: Library, force: bool = False) -> Revised:
    """A Word document that this program wrote and people have revised, with today's figures in the tables and in the text.

    Raises Refused where errors stand and `force` is not given, UnreadableFile for a document without the form's tables.
    """
    return revise(data, shown, submission, dict(_words_now(submission, ready(submission, forms, force).known)))


def _words_now(submission: Submission, known: Amounts) -> Iterator[tuple[str, str]]:
    """(digest of its expression, what it stands for now) of every placeholder in the texts or in a clause on offer."""
    texts = [*submission.texts.values(), *offered_wordings(submission.form)]
    for text in texts:
        for placeholder in find_placeholders(text, submission.form):
            if placeholder.figure is None:
                continue
            (piece,) = fill(f"{{{placeholder.expression}}}", submission, known).pieces
            if not piece.problem:
                yield expression_digest(placeholder.expression), piece.words
    for filling in finished_texts(submission, known).values():
        yield from ((expression_digest(piece.placeholder.expression), piece.words) for piece in filling.pieces if not piece.problem)
