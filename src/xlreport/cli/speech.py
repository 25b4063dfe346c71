"""Typer's own words in Chinese: heads of the help, and what it says of a call it cannot take."""

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

from xlreport.wording import english

_HELP = (
    ("Usage:", "用法："), ("Options:", "选项："), ("Commands:", "命令："), ("Arguments:", "参数："),
    ("Show this message and exit.", "显示本说明后退出。"), ("[required]", "[必填]"), ("[default: ", "[默认："),
    ("[OPTIONS]", "[选项]"), ("COMMAND [ARGS]...", "命令 [参数]..."),
)
_ERRORS = (
    (r"No such option: (\S+) \(Possible options: (.*)\)", r"没有选项 \1，是不是 \2？"),
    (r"No such option: (\S+)(?:.*)", r"没有选项 \1"),
    (r"No such command '(.*?)'\. Did you mean (.*?)\?", r"没有命令“\1”，是不是 \2？"),
    (r"No such command '(.*?)'.*", r"没有命令“\1”"),
    (r"Missing argument '(.*?)'.*", r"缺少参数 \1"),
    (r"Missing option '(.*?)'.*", r"缺少选项 \1"),
    (r"Missing command.*", "缺少命令"),
    (r"Got unexpected extra arguments? ?\(?(.*?)\)?", r"多出的参数：\1"),
    (r"Option '?(\S+?)'? requires an argument\.?", r"选项 \1 后面要有内容"),
    (r"Invalid value for '?(.*?)'?: (.*) is not a valid (?:integer|int)(?:\.|.*)", r"\1 要填数字，现为 \2"),
)


def help_text(text: str) -> str:
    """Typer's help with its own words in the person's language."""
    if not english():
        for word, chinese in _HELP:
            text = text.replace(word, chinese)
    return text


def usage_error(message: str) -> str:
    """What Typer says of a call it cannot take, in the person's language, with the way out."""
    if english():
        return f"{message} (see: xlreport --help)"
    for pattern, chinese in _ERRORS:
        found = re.fullmatch(pattern, message.strip(), re.DOTALL)
        if found:
            message = found.expand(chinese)
            if "是不是" in chinese:  # Typer's own suggestions, listed as it lists them
                message = message.replace(", ", "、").replace("'", "")
            break
    return f"{message}{'' if message.endswith('？') else '。'}用 xlreport --help 查看用法。"


class Command(TyperCommand):
    """A command whose help speaks the person's language."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return help_text(super().get_help(ctx))


class Group(TyperGroup):
    """The program itself; commands stand in the order in which a person uses them."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return help_text(super().get_help(ctx))

    def list_commands(self, ctx: Any) -> list[str]:
        """Commands in the order they were written down."""
        return list(self.commands)
