"""The command line. `xlreport check FILE...` without options starts without Typer, which alone takes half the time."""

import sys


def main() -> None:
    """Entry point of the console script. Exit codes: 0 nothing at error level, 1 errors found, 2 unreadable or misused."""
    from xlreport.cli.console import finish, prepare_console

    prepare_console()
    arguments = sys.argv[1:]
    if len(arguments) > 1 and arguments[0] == "check" and not any(word.startswith("-") for word in arguments[1:]):
        from xlreport.cli.check import check

        finish(lambda: check(arguments[1:]))
    from xlreport.cli.app import run

    finish(lambda: run(arguments))
