"""The link from this Python to a running LibreOffice: UNO over a named pipe.

`uno` belongs to the system's Python (Debian: python3-uno), not to xlreport's own environment. It loads into any Python of
the same minor version once its folder is on the path; the folder is put there for the import alone, so that nothing else
that happens to lie in it is found. A Python of another version is told apart before, for loading would end the process.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from xlreport.errors import UsageError
from xlreport.wording import say

_FOLDERS = ("/usr/lib/python3/dist-packages", "/usr/lib64/python{0}.{1}/site-packages", "/usr/lib/python{0}.{1}/site-packages",
            "/usr/lib/libreoffice/program", "/opt/libreoffice/program")


class LinkLost(Exception):
    """LibreOffice was closed, or closed the document, while a button was at work."""


def there(part: Any) -> Any:
    """A part of an open document. Raises LinkLost for None: that is what UNO gives of a document that is just being closed."""
    if part is None:
        raise LinkLost
    return part


def load_uno() -> Any:
    """The module `uno`. Raises UsageError that says what to install."""
    if "uno" in sys.modules:
        return sys.modules["uno"]
    given = os.environ.get("XLREPORT_UNO", "")
    version = sys.version_info
    for folder in filter(None, (given, *(folder.format(version[0], version[1]) for folder in _FOLDERS))):
        if (Path(folder) / "uno.py").is_file():
            _same_python(folder)
            sys.path.append(folder)
            try:
                import uno
            except ImportError as error:
                raise _missing(str(error)) from None
            finally:
                sys.path.remove(folder)
            return uno
    raise _missing(say("没有找到 uno.py", "uno.py was not found"))


def _missing(why: str) -> UsageError:
    return UsageError(say(
        f"连不上 LibreOffice：{why}。请安装系统的 python3-uno（apt install python3-uno），或用环境变量 XLREPORT_UNO 指明 uno.py 所在的文件夹。",
        f"cannot reach LibreOffice: {why}. Install python3-uno, or name the folder of uno.py in XLREPORT_UNO."))


def _same_python(folder: str) -> None:
    """Refuses a Python of another minor version than the system's, whose pyuno it could not load."""
    system = Path("/usr/bin/python3")
    if not folder.endswith("python3/dist-packages") or not system.exists():
        return
    text = subprocess.run([system, "-c", "import sys; print(*sys.version_info[:2])"], capture_output=True, text=True, check=False).stdout
    own = f"{sys.version_info[0]} {sys.version_info[1]}"
    if text.strip() and text.strip() != own:
        theirs, ours = text.strip().replace(" ", "."), own.replace(" ", ".")
        raise _missing(say(f"xlreport 用的是 Python {ours}，系统和 LibreOffice 用的是 {theirs}；请用 /usr/bin/python3 建环境再装一次",
                           f"xlreport runs on Python {ours}, LibreOffice on {theirs}; install it for /usr/bin/python3"))


def connect(pipe: str, patience: float = 10.0) -> Any:
    """The component context of the LibreOffice that listens at a pipe. Raises UsageError when none answers in time.

    UNO keeps one bridge a pipe. While the one that was used before is being taken down, a new call is given that same one and finds it
    disposed (LibreOffice 7.4): nothing was asked yet, and the next call makes a new bridge.
    """
    uno = load_uno()
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + patience
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception as error:
            if _kind(error) not in ("NoConnectException", "DisposedException"):
                raise
            if time.monotonic() > end:
                raise UsageError(say("LibreOffice 没有应答。请关掉再打开 LibreOffice，重新按一次按钮。",
                                     "LibreOffice does not answer. Close and open it, then press the button again.")) from None
            time.sleep(0.1)


def _kind(error: BaseException) -> str:
    """A UNO exception's class, whose name is dotted (com.sun.star.lang.DisposedException), in one word."""
    return type(error).__name__.rsplit(".", 1)[-1]


def struct(name: str, **values: Any) -> Any:
    """A UNO struct, such as com.sun.star.beans.PropertyValue."""
    made = load_uno().createUnoStruct(name)
    for key, value in values.items():
        setattr(made, key, value)
    return made


def link_broken(error: BaseException) -> bool:
    """Whether an error says that the office program went away (UNO: disposed; COM: RPC server unavailable)."""
    if isinstance(error, LinkLost) or _kind(error) == "DisposedException":
        return True
    code = getattr(error, "hresult", None)  # pywintypes.com_error
    return code in (-2147023174, -2147417848, -2147023170) or "Binary URP bridge" in str(error)
