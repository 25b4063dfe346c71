"""A button of LibreOffice: `python -m xlreport.live BUTTON PIPE DOCUMENT`, started by the extension for one press.

The extension listens at the pipe until this process has linked itself to it; DOCUMENT is the document's RuntimeUID.
"""

import sys
import traceback

from xlreport.errors import XlreportError
from xlreport.live.boundary import tell, write_log
from xlreport.wording import say


def main() -> int:
    """Presses one button. 0 also when the button had to say no; 2 when there is no link to say it over."""
    try:
        name, pipe, document = sys.argv[1:4]
        from xlreport.live.libreoffice import use_calc

        use_calc(pipe, document)
        from xlreport.live import ribbon

        press = getattr(ribbon, name) if name in ribbon.BUTTONS else None
        if press is None:
            raise KeyError(name)
    except XlreportError as error:
        tell(None, str(error))
        return 2
    except Exception as error:  # noqa: BLE001 - the extension shows what is written here
        write_log("start", traceback.format_exc())
        tell(None, say(f"按钮没有启动（{type(error).__name__}：{error}）。", f"The button did not start ({type(error).__name__}: {error})."))
        return 2
    press()
    return 0


if __name__ == "__main__":
    sys.exit(main())
