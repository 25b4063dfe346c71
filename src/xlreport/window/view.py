"""The window: files above, what is to be said of the chosen one below, a button a next step.

Work runs in one thread beside, so that the window can always be moved and closed; what it made comes back through a queue
(tkinter may be touched by its own thread alone).
"""

import queue
import sys
import threading
import tkinter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tkinter import filedialog, ttk

from xlreport.check.findings import Batch
from xlreport.errors import XlreportError
from xlreport.form.library import Library
from xlreport.sources.surprises import surprises_named
from xlreport.window.errands import (
    WORKBOOKS,
    check_chosen,
    findings_page,
    imported_copy,
    marked_copy,
    open_outside,
    row,
    told,
    written_report,
)
from xlreport.window.watching import Watch
from xlreport.wording import say

_LOOK = 1000  # milliseconds between two looks at the files
_POLL = 100
_COLOURS = {"fail": "#b00020", "unreadable": "#b00020", "pass": "#1b5e20"}


class Window:
    """One window over one choice of files. paths: what was dropped on the icon, checked at once."""

    def __init__(self, root: tkinter.Tk, forms: Library, paths: Sequence[str] = ()) -> None:
        self._root, self._forms = root, forms
        self._paths, self._last_year = tuple(paths), ""
        self._batch: Batch | None = None
        self._watch: Watch | None = None
        self._answers: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._busy = False
        self._lay_out()
        root.after(_POLL, self._poll)
        root.after(_LOOK, self._look)
        if self._paths:
            root.after_idle(self._check)
        else:
            self._say(say("请选择要校验的工作簿或报告，也可以选一个文件夹。", "Choose workbooks or reports, or a folder."))

    def _lay_out(self) -> None:
        self._root.title(say("信息公开年报校验", "xlreport"))
        self._root.geometry("1000x680")
        self._root.minsize(680, 420)
        if self._root.tk.call("tk", "windowingsystem") == "x11":
            ttk.Style().theme_use("clam")  # Windows and macOS draw their own buttons; the default of X is that of 1990
        frame = ttk.Frame(self._root, padding=8)
        frame.pack(fill="both", expand=True)
        self._choices(frame).pack(fill="x")
        self._steps(frame).pack(fill="x", side="bottom")
        panes = ttk.Panedwindow(frame, orient="vertical")
        panes.pack(fill="both", expand=True, pady=8)
        panes.add(self._file_list(panes), weight=1)
        panes.add(self._findings(panes), weight=3)
        for key, act in (("<Control-o>", self._choose_files), ("<F5>", self._check), ("<Control-p>", self._open_page)):
            self._root.bind(key, lambda _, act=act: act())  # type: ignore[misc]

    def _choices(self, parent: ttk.Frame) -> ttk.Frame:
        bar = ttk.Frame(parent)
        for text, act in ((say("选文件…", "Files…"), self._choose_files), (say("选文件夹…", "Folder…"), self._choose_folder),
                          (say("上年报告…", "Last year…"), self._choose_last_year), (say("重新校验 (F5)", "Check again (F5)"), self._check)):
            ttk.Button(bar, text=text, command=act).pack(side="left", padx=(0, 6))
        self._following = tkinter.BooleanVar(value=False)
        ttk.Checkbutton(bar, text=say("边填边查：每存一次盘就重新校验", "Check again at every save"), variable=self._following).pack(side="left", padx=12)
        return bar

    def _file_list(self, parent: ttk.Panedwindow) -> ttk.Frame:
        frame = ttk.Frame(parent)
        self._list = ttk.Treeview(frame, columns=("name", "unit", "state"), show="headings", height=6, selectmode="browse")
        for column, heading, width in (("name", say("文件", "File"), 380), ("unit", say("单位", "Unit"), 280), ("state", say("结果", "Result"), 280)):
            self._list.heading(column, text=heading, anchor="w")
            self._list.column(column, width=width, anchor="w")
        for state, colour in _COLOURS.items():
            self._list.tag_configure(state, foreground=colour)
        _scrolled(frame, self._list)
        self._list.bind("<<TreeviewSelect>>", lambda _: self._show_chosen())
        self._list.bind("<Double-1>", lambda _: self._open_file())
        self._list.bind("<Return>", lambda _: self._open_file())
        return frame

    def _findings(self, parent: ttk.Panedwindow) -> ttk.Frame:
        frame = ttk.Frame(parent)
        self._text = tkinter.Text(frame, wrap="char", state="disabled", font="TkDefaultFont", padx=8, pady=6, spacing1=2, spacing3=2)
        _scrolled(frame, self._text)
        return frame

    def _steps(self, parent: ttk.Frame) -> ttk.Frame:
        bar = ttk.Frame(parent)
        steps = (("page", say("打开结果网页", "Findings page"), self._open_page),
                 ("mark", say("标在副本上", "Marked copy"), lambda: self._errand(marked_copy)),
                 ("write", say("写出 Word 报告", "Write the report"), lambda: self._errand(written_report)),
                 ("import", say("转成工作簿", "Into a workbook"), lambda: self._errand(imported_copy)),
                 ("open", say("打开文件", "Open the file"), self._open_file))
        self._buttons = {}
        for name, text, act in steps:
            self._buttons[name] = ttk.Button(bar, text=text, command=act, state="disabled")
            self._buttons[name].pack(side="left", padx=(0, 6))
        self._status = ttk.Label(bar, text="", anchor="w")
        self._status.pack(side="left", fill="x", expand=True, padx=8)
        return bar

    def _choose_files(self) -> None:
        self._take(filedialog.askopenfilenames(parent=self._root, title=say("选择工作簿或报告", "Choose workbooks or reports")))

    def _choose_folder(self) -> None:
        folder = filedialog.askdirectory(parent=self._root, title=say("选择文件夹", "Choose a folder"), mustexist=True)
        self._take((folder,) if folder else ())

    def _choose_last_year(self) -> None:
        self._last_year = filedialog.askopenfilename(parent=self._root, title=say("选择上年的报告", "Choose last year's report"))
        self._check()

    def _take(self, paths: Sequence[str]) -> None:
        if paths:
            self._paths = tuple(paths)
            self._check()

    def _check(self) -> None:
        paths, last_year = self._paths, self._last_year or None
        if not paths:
            self._say(say("还没有选文件。", "No file is chosen."))
            return

        def work() -> Callable[[], None]:
            batch = check_chosen(paths, self._forms, last_year, lambda done, number: self._answers.put(partial(self._say, f"{done}/{number}")))
            return lambda: self._show(batch)

        self._run(say("正在校验……", "checking…"), work)

    def _show(self, batch: Batch) -> None:
        chosen = self._list.selection()
        self._batch = batch
        self._watch = Watch(path for file in batch.files if (path := Path(file.path)).is_file())
        self._list.delete(*self._list.get_children())
        for number, file in enumerate(batch.files):
            self._list.insert("", "end", iid=str(number), values=row(file), tags=(file.status,))
        first = chosen[0] if chosen and int(chosen[0]) < len(batch.files) else "0"
        self._list.selection_set(first)
        self._list.focus(first)
        self._list.see(first)
        bad = sum(file.status != "pass" for file in batch.files)
        self._say(say(f"{len(batch.files)} 个文件，{bad} 个要处理", f"{len(batch.files)} files, {bad} need work"))

    def _chosen(self) -> int | None:
        selected = self._list.selection()
        return int(selected[0]) if selected and self._batch is not None else None

    def _show_chosen(self) -> None:
        number = self._chosen()
        if number is None or self._batch is None:
            return
        file = self._batch.files[number]
        self._text.configure(state="normal")
        self._text.delete("1.0", "end")
        self._text.insert("end", told(file, self._forms))
        self._text.configure(state="disabled")
        self._enable()

    def _enable(self) -> None:
        """Only what can be done with the chosen file can be pressed."""
        number = self._chosen()
        file = self._batch.files[number] if self._batch is not None and number is not None else None
        there = file is not None and Path(file.path).is_file()
        workbook = there and file is not None and Path(file.path).suffix.lower() in WORKBOOKS
        read = file is not None and file.result is not None
        can = {"page": file is not None, "open": there, "mark": workbook and read, "write": there and read, "import": there and read}
        for name, button in self._buttons.items():
            button.configure(state="normal" if can[name] and not self._busy else "disabled")

    def _errand(self, act: Callable[[str, Library], str]) -> None:
        number = self._chosen()
        if self._batch is None or number is None:
            return
        path = self._batch.files[number].path

        def work() -> Callable[[], None]:
            done = act(path, self._forms)
            return lambda: self._say(done)

        self._run(say("正在写……", "writing…"), work)

    def _open_page(self) -> None:
        batch = self._batch
        if batch is None:
            return

        def work() -> Callable[[], None]:
            page = findings_page(batch, self._forms)
            open_outside(page)
            return lambda: self._say(say(f"已在浏览器里打开 {page}", f"opened in the browser: {page}"))

        self._run(say("正在做网页……", "making the page…"), work)

    def _open_file(self) -> None:
        number = self._chosen()
        if self._batch is not None and number is not None and Path(self._batch.files[number].path).is_file():
            path = Path(self._batch.files[number].path)

            def work() -> Callable[[], None]:
                open_outside(path)
                return lambda: self._say(say(f"已打开 {path.name}", f"opened {path.name}"))

            self._run("", work)

    def _run(self, doing: str, work: Callable[[], Callable[[], None]]) -> None:
        """Does something beside the window; one thing at a time."""
        if self._busy:
            return
        self._busy = True
        self._say(doing)
        self._enable()
        threading.Thread(target=self._work, args=(work, self._named()), daemon=True).start()

    def _work(self, work: Callable[[], Callable[[], None]], shown: str) -> None:
        after: Callable[[], None]
        try:
            with surprises_named(shown):
                after = work()
        except XlreportError as error:
            after = partial(self._tell, str(error))
        self._answers.put(lambda: self._done(after))

    def _named(self) -> str:
        """The file that work is about, for its errors."""
        number = self._chosen()
        return self._batch.files[number].path if self._batch is not None and number is not None else say("这些文件", "these files")

    def _done(self, after: Callable[[], None]) -> None:
        self._busy = False
        after()
        self._enable()

    def _tell(self, message: str) -> None:
        """An error: whole where the findings stand, and its first line beside the buttons."""
        self._say(message.splitlines()[0])
        self._text.configure(state="normal")
        self._text.insert("1.0", message + "\n\n")
        self._text.configure(state="disabled")

    def _poll(self) -> None:
        while not self._answers.empty():
            self._answers.get()()
        self._root.after(_POLL, self._poll)

    def _look(self) -> None:
        if self._following.get() and self._watch is not None and not self._busy and self._watch.saved():
            self._check()
        self._root.after(_LOOK, self._look)

    def _say(self, text: str) -> None:
        self._status.configure(text=text)


def _scrolled(frame: ttk.Frame, inside: "ttk.Treeview | tkinter.Text") -> None:
    bar = ttk.Scrollbar(frame, command=inside.yview)
    inside.configure(yscrollcommand=bar.set)
    bar.pack(side="right", fill="y")
    inside.pack(side="left", fill="both", expand=True)


def sharp_letters() -> None:
    """Windows draws a program's letters blurred on fine screens unless the program says that it can draw them itself."""
    if sys.platform == "win32":
        import ctypes

        try:
            ctypes.windll.shcore.SetProcessDpiAwareness(1)
        except (AttributeError, OSError):  # Windows 7 has no shcore
            ctypes.windll.user32.SetProcessDPIAware()
