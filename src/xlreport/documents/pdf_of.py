"""A Word document as PDF, by LibreOffice where it is installed. Nothing is drawn here: what Word's own file says is what is printed."""

import io
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from xlreport.errors import OutputError, UsageError
from xlreport.wording import say

LONGEST = 180  # seconds
_USUAL = (
    r"C:\Program Files\LibreOffice\program\soffice.exe", r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice", "/usr/lib/libreoffice/program/soffice", "/opt/libreoffice/program/soffice",
)


def office() -> str | None:
    """LibreOffice's program: as SOFFICE says, on the path, or where it is usually installed; None where there is none."""
    stated = os.environ.get("SOFFICE")
    if stated:
        return stated if Path(stated).is_file() else shutil.which(stated)
    return shutil.which("soffice") or shutil.which("libreoffice") or next((place for place in _USUAL if Path(place).is_file()), None)


def printable(document: bytes) -> bytes:
    """A .docx as LibreOffice is to print it: without the page's grid of characters, to which our text does not snap anyway.

    LibreOffice 7.4 leaves out the comma at the end of a full line where the grid draws characters together (w:charSpace below 0).
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            data = given.read(name)
            made.writestr(name, re.sub(rb"<w:docGrid [^<>]*/>", b"", data) if name == "word/document.xml" else data)
    return out.getvalue()


def pdf_of(document: bytes) -> bytes:
    """The PDF of a .docx. Raises UsageError where LibreOffice is missing, OutputError where it makes nothing of the file."""
    program = office()
    if program is None:
        raise UsageError(say(
            "写 PDF 要用 LibreOffice，这台电脑上没有找到。请先写 Word（--to docx），再用 Word 或 WPS 另存为 PDF；装在别处的，用环境变量 SOFFICE 指明",
            "PDF needs LibreOffice, which was not found here. Write Word (--to docx) and save it as PDF in Word or WPS, or name "
            "LibreOffice with SOFFICE"))
    with tempfile.TemporaryDirectory(prefix="xlreport-pdf-") as name:
        folder = Path(name)
        (folder / "report.docx").write_bytes(printable(document))
        profile = (folder / "profile").as_uri()  # one of its own: a LibreOffice that is open already would take the file and print nothing
        try:
            done = subprocess.run(
                [program, "--headless", "--norestore", f"-env:UserInstallation={profile}", "--convert-to", "pdf", "--outdir", name,
                 str(folder / "report.docx")], capture_output=True, check=False, timeout=LONGEST, stdin=subprocess.DEVNULL)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise OutputError(say(f"LibreOffice 没有做成 PDF（{type(error).__name__}）。请先写 Word，再用 Word 或 WPS 另存为 PDF。",
                                  f"LibreOffice made no PDF ({type(error).__name__}). Write Word and save it as PDF.")) from None
        made = folder / "report.pdf"
        if not made.is_file():
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or [f"{done.returncode}"]
            raise OutputError(say(f"LibreOffice 没有做成 PDF（{said[0][:80]}）。请先写 Word，再用 Word 或 WPS 另存为 PDF。",
                                  f"LibreOffice made no PDF ({said[0][:80]}). Write Word and save it as PDF."))
        return made.read_bytes()
