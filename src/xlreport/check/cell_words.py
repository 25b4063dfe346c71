"""What is said of cells: blank, unread, or with something in them that is no number; and what to type instead."""

from collections.abc import Sequence
from decimal import Decimal

from xlreport.form.model import AMOUNT, SIGNED, Cell
from xlreport.form.values import Value
from xlreport.prose.numerals import number_meant
from xlreport.wording import say

_TEN_THOUSAND = Decimal(10000)


_DIGITS = "0"  # the fault of figures that are texts
FEW = 3  # cells with one fault that are still said one by one


def unread_in_document(sheet: str, count: int, places: str, explained: bool) -> str:
    """Of a text or a page nobody deleted rows: its cells were lost or joined on the way. explained: a finding of its own says why."""
    if explained:
        return say(f"{sheet}：有 {count} 格没有读出来（{places}），原因另有一条说明。请对照原件填上。",
                   f"{sheet}: {count} cell(s) could not be read ({places}); another finding says why. Fill them in from the original.")
    return say(
        f"{sheet}：有 {count} 格没有读出来（{places}）。文件里这几格空着没有留下痕迹，或数字拆开、连在一起，分不清哪个数在哪一格。请对照原件填上。",
        f"{sheet}: {count} cell(s) could not be read ({places}): blank cells left no trace, or figures were cut or run together. "
        f"Fill them in from the original.",
    )


def line_not_found(sheet: str, count: int, lines: Sequence[str], form_id: str) -> str:
    """Of whole rows or columns of a document that were not found: their label may be printed in other words, which an office can teach."""
    named = "”“".join(lines)
    return say(
        f"{sheet}：没有读到“{named}”，{count} 格没有数。名称可能印成了别的写法，或数字没有留下来。请对照原件填上；"
        f"常见的写法，可以加进 forms/{form_id}/labels.toml，以后就读得出来。",
        f"{sheet}: {', '.join(lines)} was not found, {count} cell(s) have no figure. The label may be printed in other words, or the figures were lost. "
        f"Fill them in from the original; a usual wording goes into forms/{form_id}/labels.toml and is read from then on.",
    )


def folded_message(sheet: str, count: int, places: str, test: str, of_totals: bool, document: bool) -> str:
    """What is said of all blank, unread or uncalculated cells of a table. of_totals: of totals; document: they stand in a document."""
    if test == "unread":
        return say(
            f"{sheet}：有 {count} 格没有读出来（{places}）。工作簿里可能删除过行、列、工作表，或剪切粘贴过。"
            f"请把数字填进新的空白模板，或对照原文填上。",
            f"{sheet}: {count} cell(s) could not be read ({places}). Rows, columns or sheets may have been deleted, or cells "
            f"cut and pasted. Type the figures into a fresh template, or fill them in from the original.",
        )
    if test == "uncalculated":
        return say(
            f"{sheet}：有 {count} 格的公式没有算过（{places}），不知道结果。请用 Excel 或 WPS 打开，保存后再校验，或直接填数字。",
            f"{sheet}: {count} formulas were never calculated ({places}). Open and save the file in Excel or WPS, or type the numbers.",
        )
    if document:
        return say(
            f"{sheet}：有 {count} 格空着（{places}）。没有的也要写 0，请补上。",
            f"{sheet}: {count} cell(s) blank ({places}). Write 0 where there is nothing.",
        )
    if of_totals:
        return say(
            f"{sheet}：有 {count} 格合计的公式被删掉了（{places}）。请从空白模板复制这几格的公式，不要填 0。",
            f"{sheet}: the formulas of {count} total(s) were deleted ({places}). Copy them from a blank template; do not type 0.",
        )
    return say(
        f"{sheet}：还有 {count} 格没有填（{places}）。没有的请填 0；空着的确实都是 0，"
        f"可在封面“空白格一律按 0 计”选“是”。",
        f"{sheet}: {count} cell(s) blank ({places}). Type 0 where there is nothing; if every blank is 0, "
        f"choose 是 for 空白格一律按 0 计 on the cover.",
    )


def same_fault(test: str, value: Value) -> str:
    """Which cells have one fault with this one, and so one cause: figures that are texts, or the same words. '' for a fault of its own."""
    if test == "slash":
        return "/"
    if test != "text":
        return ""
    meaning = number_meant(value.raw)
    if not value.raw.strip():
        return " "
    return _DIGITS if meaning is not None and _with_digits(value.raw) else "".join(value.raw.split())


def _with_digits(text: str) -> bool:
    return any(character.isdigit() for character in text)


def fault_message(sheet: str, places: str, fault: str, texts: list[str], document: bool) -> str:
    """What is said of several cells of a table with one fault. texts: what stands in them."""
    count = len(texts)
    shown = "、".join(f"“{' '.join(text.split())[:20]}”" for text in dict.fromkeys(texts[:3]))
    if fault == _DIGITS and document:
        return say(f"{sheet}：有 {count} 格的数带着别的字或符号（{places}；如 {shown}），不能计算。请只写数字。",
                   f"{sheet}: {count} cells hold figures with other characters ({places}; such as {shown}). Write digits only.")
    if fault == _DIGITS:
        return say(f"{sheet}：有 {count} 格的数是文字（{places}；如 {shown}），Excel 求和会漏掉。请选中这些格，转换为数字，或重新键入数字。",
                   f"{sheet}: {count} cells hold figures as text ({places}; such as {shown}), which Excel does not add up. Convert them to numbers.")
    if not fault.strip():
        return say(f"{sheet}：有 {count} 格填的是空格或空文字（{places}），看着像没有填。没有的请填 0。",
                   f"{sheet}: {count} cells hold an empty text ({places}). Type 0 where there is nothing.")
    nothing = fault == "/" or number_meant(fault) == 0
    return say(f"{sheet}：有 {count} 格填的是{shown}（{places}），不能计算。{'没有的请填 0。' if nothing else '请填数字。'}",
               f"{sheet}: {count} cells hold {shown} ({places}), which cannot be added up. Type {'0 where there is nothing' if nothing else 'numbers'}.")


def advice(test: str, cell: Cell, value: Value) -> tuple[str, str]:
    """What is there and what to type instead, in Chinese and English."""
    raw = value.raw
    if test == "text":
        return _text_advice(cell, raw)
    if test == "slash":
        return "填的是“/”。没有的请填 0。", "holds /. Type 0 where there is nothing."
    if test == "negative":
        return f"是负数 {raw}。请核对后填不小于 0 的数。", f"is negative: {raw}. Type a number of at least 0."
    if test == "decimals":
        return f"是小数 {raw}，单位是{cell.unit or '件'}。请填整数。", f"is {raw}; a count is a whole number."
    if test == "too_fine":
        return (f"是 {raw}，超过 {cell.places} 位小数。请核对。",
                f"is {raw}: more than {cell.places} decimals. Please check.")
    if test == "date":
        return (f"显示成了日期，存的数是 {raw}。请把格式改为“常规”，重新键入数字（改不了格式时，先在“审阅”里撤销工作表保护，没有密码）。",
                f"is shown as a date; the number stored is {raw}. Set the format to General and type the number again.")
    if test == "boolean":
        return f"填的是逻辑值 {raw}。请填数字。", f"holds {raw}. Type a number."
    if test == "error_value":
        return f"是错误值 {raw}。请删去重填数字。", f"holds the error {raw}. Clear it and type the number."
    if test == "uncalculated":
        return (f"的公式 {raw} 没有算过，不知道结果。请用 Excel 或 WPS 打开，保存后再校验，或直接填数字。",
                f"holds a formula that was never calculated ({raw}). Open and save it in Excel or WPS, or type the number.")
    if test == "huge":
        return f"填的是 {raw}，一万亿以上。请核对是否多键了数字。", f"holds {raw}: too large. Check for extra digits."
    if test == "formula":
        return (f"是自己写的公式，校验用的是文件里保存的结果 {raw}。请核对后直接填数字。",
                f"holds a formula of your own; its saved result {raw} was used. Check it and type the number.")
    return "没有读出来。请对照原文填上。", "could not be read. Fill it in from the original."


def _text_advice(cell: Cell, raw: str) -> tuple[str, str]:
    short = raw if len(raw) <= 20 else raw[:20] + "……"
    short = short.replace("\r", " ").replace("\n", " ")
    if not raw.strip():
        return "填的是空格或空文字，看着像没有填。没有的请填 0。", "holds an empty text. Type 0 where there is nothing."
    meaning = number_meant(raw)
    if meaning is None:
        return f"填的是文字“{short}”，不能计算。请填数字。", f"holds the text “{short}”, which cannot be added up. Type a number."
    if cell.unit == "万元" and any(unit in raw for unit in "元万亿"):
        meaning = (meaning / _TEN_THOUSAND).normalize()  # 251000元, 25.1万元 and 25.1万 are all 25.1 here
    if meaning < 0 and cell.kind != SIGNED:
        return (f"填的是文字“{short}”，不能计算，也不能是负数。请核对后填不小于 0 的数。",
                f"holds the text “{short}”; it cannot be added up nor be negative. Type a number of at least 0.")
    if cell.kind != AMOUNT and meaning != meaning.to_integral_value():
        return (f"填的是文字“{short}”，不能计算，件数也不能有小数。请核对后填整数。",
                f"holds the text “{short}”; it cannot be added up nor have decimals. Type a whole number.")
    number = format(meaning, "f")
    return (f"填的是文字“{short}”，不能计算。请改填 {number}{'（' + cell.unit + '）' if cell.unit == '万元' else ''}。",
            f"holds the text “{short}”, which cannot be added up. Type {number} instead.")
