"""A rule's text as a syntax tree, or RuleText that says what to type instead. Nothing is evaluated."""

import ast
import warnings

LONGEST = 2000
# What Chinese input methods type by themselves, and what a rule wants in its place.
FULL_WIDTH = {
    "，": ",", "、": ",", "：": ":", "［": "[", "］": "]", "【": "[", "】": "]", "（": "(", "）": ")", "＋": "+", "－": "-",
    "—": "-", "−": "-", "＊": "*", "×": "*", "＝": "=", "＜": "<", "＞": ">", "≤": "<=", "≥": ">=", "≠": "!=", "“": '"', "”": '"',
    "．": ".", "。": ".", "；": ",", "　": " ", "！": "!", "‘": "'", "’": "'", "％": "%", "／": "/",
}


class RuleText(ValueError):
    """A rule's text cannot be used; its message says what to write instead."""


def parse(text: str) -> ast.expr:
    """The expression a text is. Raises RuleText for one that is too long, has full-width punctuation or is no expression."""
    if len(text) > LONGEST:
        raise RuleText(f"规则有 {len(text)} 个字符，最多 {LONGEST} 个")
    quote = ""
    for position, character in enumerate(text, 1):
        if character == quote:
            quote = ""
        elif not quote and character in "\"'":
            quote = character
        elif not quote and character in FULL_WIDTH:
            raise RuleText(f"第 {position} 个字符“{character}”是全角标点，请改用半角 {FULL_WIDTH[character]}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a `\\d` in a label is no business of the person's
            return ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        where = f"第 {error.offset} 个字符附近" if error.offset else ""
        unpaired = "never closed" in error.msg or "unterminated" in error.msg or "unmatched" in error.msg
        raise RuleText(f"{where}写法不对（{'引号或括号没有配对' if unpaired else '例：表[行, 列] == 表[行, 列]'}）") from None
    except (ValueError, RecursionError, MemoryError):
        raise RuleText("写法不对：有不能出现的字符，或括号套得太深") from None
