"""`xlreport check`: files, folders, patterns; exit codes 0, 1 and 2; one bad file never stops the others."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import validate

FORMS = Path(__file__).parent.parent / "data" / "forms"


def test_exit_codes(program: Any, folder: Path, files: Any) -> None:
    """0 nothing at error level, 1 errors found, 2 something unreadable; 2 wins, and every file is spoken of."""
    files.workbook(folder / "对.xlsx")
    files.workbook(folder / "错.xlsx", files.wrong)
    (folder / "坏.xlsx").write_bytes(b"no workbook")
    assert program("check", "对.xlsx").code == 0
    wrong = program("check", "错.xlsx")
    assert wrong.code == 1
    assert "申请情况" in wrong.out
    assert "第一项加第二项＝12，第三项加第四项＝21，相差 9" in wrong.out
    assert program("check", "对.xlsx", "错.xlsx").code == 1
    assert program("check", "坏.xlsx").code == 2
    every = program("check", "坏.xlsx", "错.xlsx", "没有.xlsx", "对.xlsx")
    assert every.code == 2
    heads = [line.split("  ")[0] for line in every.out.splitlines() if ".xlsx  " in line]
    assert heads == ["坏.xlsx", "错.xlsx", "没有.xlsx", "对.xlsx"]
    assert "4 个文件：通过 1，有错误 1，读不了 2" in every.out
    assert "[S101]" in every.out
    assert "没有.xlsx  读不了：没有这个文件。" in every.out


def test_warnings_are_no_errors(program: Any, folder: Path, files: Any) -> None:
    """A year the form does not serve is one W101 warning on an otherwise right report: exit 0, nothing unreadable."""
    files.workbook(folder / "旧年.xlsx", year=2019)
    run = program("check", "旧年.xlsx")
    assert run.code == 0
    assert program("check", "").code == 2, "an empty argument names no file, and not the folder one stands in"
    assert "报告年度是 2019，这张表式用于2021年度起" in run.out
    data = program("check", "旧年.xlsx", "--format", "json").data["files"][0]
    assert [(found["rule"], found["severity"]) for found in data["findings"]] == [("W101", "warning")]


def test_folders_and_patterns(program: Any, folder: Path, files: Any) -> None:
    """A folder is gone through sorted by name, lock and system files passed over and counted; patterns are expanded."""
    for name in ("丙.xlsx", "甲.xlsx", "下级/乙.xlsx"):
        files.workbook(folder / "收件" / name)
    (folder / "收件" / "~$甲.xlsx").write_bytes(b"lock")
    (folder / "收件" / ".~甲.xlsx").write_bytes(b"lock")
    (folder / "收件" / "Thumbs.db").write_bytes(b"x")
    (folder / "收件" / "照片.jpg").write_bytes(b"x")
    run = program("check", "收件")
    assert run.code == 0
    assert run.out.count(".xlsx  ") == 3
    assert "3 个文件：通过 3" in run.out
    assert "跳过锁文件、系统文件 3 个、不是报告的文件 1 个" in run.out
    assert "~$" not in run.out
    data = program("check", "收件", "--format", "json").data
    assert [each["path"] for each in data["files"]] == sorted(each["path"] for each in data["files"])
    assert (data["passed_over"], data["others"]) == (3, 1)
    pattern = program("check", "收件/*.xlsx")
    assert pattern.out.count(".xlsx  ") == 2
    assert program("check", "收件/**/*.xlsx").out.count(".xlsx  ") == 3
    assert program("check", str(folder / "收件" / "?.xlsx")).out.count(".xlsx  ") == 2
    assert program("check", "收件/没有*.xlsx").code == 2


def test_a_lock_file_alone(program: Any, folder: Path) -> None:
    """A `~$` file is no report: passed over and counted, nothing unreadable."""
    (folder / "~$甲.xlsx").write_bytes(b"lock")
    run = program("check", "~$甲.xlsx")
    assert run.code == 0
    assert "跳过锁文件、系统文件 1 个" in run.out


def test_kinds_it_cannot_read_are_named(program: Any, folder: Path, files: Any) -> None:
    """A report in another kind of file in a folder is unreadable with the way out, never passed over in silence."""
    files.workbook(folder / "收件" / "甲.xlsx")
    (folder / "收件" / "乙.docx").write_bytes(b"PK")
    run = program("check", "收件")
    assert run.code == 2
    assert "乙.docx" in run.out
    assert "读不了" in run.out
    assert "甲.xlsx" in run.out


def test_places_without_a_readable_file(program: Any, folder: Path, files: Any) -> None:
    """No right to read, a folder named like a workbook, a link to nothing: one line each, exit 2, the others done."""
    files.workbook(folder / "对.xlsx")
    (folder / "夹.xlsx").mkdir()
    (folder / "断.xlsx").symlink_to(folder / "去了.xlsx")
    locked = files.workbook(folder / "锁.xlsx")
    locked.chmod(0)
    readable = os.access(locked, os.R_OK)
    run = program("check", "断.xlsx", "锁.xlsx", "对.xlsx")
    assert run.code == 2
    assert "断.xlsx  读不了" in run.out
    assert ("锁.xlsx  读不了" in run.out) != readable  # root reads everything
    assert "对.xlsx  示范县财政局" in run.out
    assert "Traceback" not in run.out + run.errors
    inside = program("check", "夹.xlsx")
    assert inside.code == 2
    assert inside.errors == "出错：没有找到可以校验的文件\n"
    assert program("check", "夹.xlsx", "对.xlsx").code == 0


def test_bad_files(program: Any, folder: Path, files: Any) -> None:
    """Empty, text renamed, truncated, another form's: one Chinese line each, with the way out."""
    whole = files.workbook(folder / "对.xlsx").read_bytes()
    (folder / "空.xlsx").write_bytes(b"")
    (folder / "文.xlsx").write_text("申请情况", "utf-8")
    (folder / "断.xlsx").write_bytes(whole[: len(whole) // 2])
    (folder / "坏.json").write_text("{")
    names = ["空.xlsx", "文.xlsx", "断.xlsx", "坏.json"]
    run = program("check", *names)
    assert run.code == 2
    lines = [line for line in run.out.splitlines() if "读不了：" in line]
    assert [line.split("  ")[0] for line in lines] == names
    assert all(line.count("。") >= 2 for line in lines), "what it is, and what to do"


def test_last_year(program: Any, folder: Path, files: Any) -> None:
    """--last-year finds a 上年结转 that is not last year's 结转下年; from a folder each unit finds its own."""
    last = {"申请[结转下年, 自然人]": 3, "申请[结转下年, 总计]": 3, "申请[本年新收, 自然人]": 3, "申请[本年新收, 总计]": 3}
    this = {"申请[上年结转, 自然人]": 2, "申请[上年结转, 总计]": 2, "申请[予以公开, 自然人]": 2, "申请[予以公开, 总计]": 2,
            "申请[总计, 自然人]": 2, "申请[总计, 总计]": 2}
    files.workbook(folder / "上年" / "甲.xlsx", last, year=2022)
    files.workbook(folder / "上年" / "别家.xlsx", unit="别家", year=2022)
    files.workbook(folder / "今年.xlsx", this, year=2023)
    assert program("check", "今年.xlsx").code == 0
    for where in ("上年/甲.xlsx", "上年"):
        run = program("check", "今年.xlsx", "--last-year", where)
        assert run.code == 1
        assert "[Y101]" in run.out
        assert "本年填的上年结转＝2，上年报告的结转下年度＝3，相差 1" in run.out
    missing = program("check", "今年.xlsx", "--last-year", "没有.xlsx")
    assert missing.code == 2
    assert missing.errors.startswith("出错：没有.xlsx：没有这个文件")


@pytest.mark.parametrize(("name", "start"), [("json", b'{"xlreport"'), ("sarif", b"{"), ("html", b"<!"), ("text", "错.xlsx".encode("gbk"))])
def test_formats(name: str, start: bytes, program: Any, folder: Path, files: Any) -> None:
    """Every format on standard output, data in UTF-8 under a GBK console; and the same to a file."""
    files.workbook(folder / "错.xlsx", files.wrong, unit="示范县财政局\u2713")
    run = program("check", "错.xlsx", "--format", name)
    assert run.code == 1
    assert run.raw.startswith(start)
    if name == "text":
        assert "示范县财政局?" in run.out
    else:
        assert "示范县财政局" in run.raw.decode("utf-8")
    to_file = program("check", "错.xlsx", "--format", name, "-o", f"结果.{name}")
    assert (to_file.code, to_file.raw) == (1, b"")
    written = (folder / f"结果.{name}").read_bytes()
    assert written.decode("utf-8").replace("\u2713", "?") == run.raw.decode("gbk" if name == "text" else "utf-8").replace("\u2713", "?")


def test_the_name_of_the_result_says_its_format(program: Any, folder: Path, files: Any) -> None:
    """-o alone is enough; a name that asks for nothing known is refused, and no workbook is written over."""
    files.workbook(folder / "错.xlsx", files.wrong)
    for name, start in (("结果.html", b"<!"), ("结果.HTM", b"<!"), ("结果.xlsx", b"PK"), ("结果.json", b"{"), ("结果.txt", "错.xlsx".encode())):
        assert program("check", "错.xlsx", "-o", name).code == 1
        assert (folder / name).read_bytes().startswith(start)
    before = (folder / "错.xlsx").read_bytes()
    files.workbook(folder / "别家.xlsx", files.wrong)
    (folder / "网页.html").write_text("<p>别人的网页</p>", "utf-8")
    for name in ("结果.docx", "错.xlsx", "别家.xlsx", "网页.html"):
        assert program("check", "错.xlsx", "-o", name).code == 2
    assert (folder / "别家.xlsx").read_bytes() == before
    assert program("check", "错.xlsx", "-o", "结果.xlsx").code == 1
    assert (folder / "错.xlsx").read_bytes() == before
    assert not (folder / "结果.docx").exists()


def test_json_is_the_contract(program: Any, folder: Path, files: Any) -> None:
    """Fields and types that other programs depend on."""
    files.workbook(folder / "错.xlsx", files.wrong)
    text = {"type": "string"}
    finding = {"type": "object", "required": ["rule", "instance", "family", "severity", "verdict", "message", "left", "right", "difference",
                                              "tolerance", "fingerprint", "cause", "cells", "text"],
               "properties": {"left": text, "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{16}$"}, "cells": {"type": "array", "items": {
                   "type": "object", "required": ["cell", "label", "sheet", "address", "value"], "additionalProperties": text}}}}
    count = {"type": "integer"}
    file = {"type": "object", "required": ["path", "form", "rules", "unit", "year", "status", "counts", "findings", "causes"], "properties": {
        "status": {"enum": ["pass", "fail", "unreadable"]}, "findings": {"type": "array", "items": finding},
        "counts": {"type": "object", "required": ["error", "warning", "info", "pending", "waived", "cannot_tell", "inferred"], "additionalProperties": count}}}
    data = program("check", "错.xlsx", "没有.xlsx", "--format", "json").data
    validate(data, {"type": "object", "required": ["xlreport", "files"], "properties": {"files": {"type": "array", "items": file}}})
    assert [each["status"] for each in data["files"]] == ["fail", "unreadable"]
    found = next(each for each in data["files"][0]["findings"] if each["instance"] == "S101[自然人]")
    assert (found["left"], found["right"], found["difference"]) == ("12", "21", "-9")
    assert {"cell": "申请[本年新收, 自然人]", "label": "一、本年新收，自然人", "sheet": "申请情况", "address": "D6", "value": "12"} in found["cells"]


def test_english(program: Any, folder: Path, files: Any) -> None:
    """XLREPORT_LANG=en: heads, counts and sentences in English; names of sheets and labels stay the form's own."""
    files.workbook(folder / "wrong.xlsx", files.wrong, year=2019)
    run = program("check", "wrong.xlsx", language="en")
    assert run.code == 1
    for words in ("Errors (must be corrected): ", "To confirm (check or explain): 1", "differ by 9", "errors ", "The report year is 2019"):
        assert words in run.out
    for words in ("错误", "核实", "相差", "请核对", "年度  "):
        assert words not in run.out
    missing = program("check", "no.xlsx", language="en")
    assert missing.out.startswith("no.xlsx  unreadable: no such file. ")


@pytest.mark.parametrize("arguments", [
    ("chekc", "a.xlsx"), ("check",), ("check", "--frmat", "json", "a.xlsx"), ("check", "a.xlsx", "--format", "word"), ("check", "a.xlsx", "--format"),
    ("check", "a.xlsx", "--format", "xlsx"), ("fill",), ("fill", "a.json"), ("fill", "没有.json", "-o", "b.xlsx"), ("values",), ("new",),
    ("demo", "a", "b"), ("rules", "S101", "S102"), ("rules", "甲"), ("forms", "--forms", "没有这个文件夹"), ("build", "--chekc"), ("--verison",),
    ("check", "a.xlsx", "--forms", "没有这个文件夹"), ("new", "--year", "abc", "-o", "a.xlsx"),
])
def test_wrong_usage(arguments: tuple[str, ...], program: Any) -> None:
    """One Chinese line with the way out, exit 2, no traceback; in English no Chinese."""
    run = program(*arguments)
    assert (run.code, run.out) == (2, "")
    assert run.errors.startswith("出错：")
    assert run.errors.count("\n") == 1
    for word in ("Traceback", "Error", "option", "argument", "Invalid", "Missing", "unexpected", "No such"):
        assert word not in run.errors
    english = program(*arguments, language="en")
    assert english.code == 2
    assert english.errors.startswith("error: ")
    assert "出错" not in english.errors


def test_an_offices_folder_with_mistakes(program: Any, folder: Path, files: Any) -> None:
    """Mistakes in --forms, or in a folder `forms` beside the program, are all named; no report is judged by half a rule file."""
    files.workbook(folder / "对.xlsx")
    own = folder / "本市" / "zfxxgk-2021" / "rules.toml"
    own.parent.mkdir(parents=True)
    own.write_text('[[rule]]\nid = "S101"\nseverity = "必须"\n[[rule]]\nid = "S901"\nsays = "错"\ncheck = "申请[本年新受, 自然人] == 0"\n', "utf-8")
    for arguments in (("check", "对.xlsx"), ("check", "对.xlsx", "--format", "json"), ("rules",), ("new", "--year", "2023", "-o", "新.xlsx")):
        run = program(*arguments, "--forms", "本市")
        assert (run.code, run.out) == (2, "")
        assert "表式或规则文件有 2 处错误" in run.errors
        assert "S101：severity 只能是" in run.errors
        assert "S901：check：表 申请 没有“本年新受”这一行，是不是“本年新收”？" in run.errors
    (folder / "本市").rename(folder / "forms")
    assert program("check", "对.xlsx").code == 2


def test_an_offices_folder(program: Any, folder: Path, files: Any) -> None:
    """A severity changed in --forms or in a folder `forms` changes the verdict, and a line on stderr says so."""
    files.workbook(folder / "错.xlsx", files.wrong)
    own = folder / "本市" / "zfxxgk-2021" / "rules.toml"
    own.parent.mkdir(parents=True)
    own.write_text("".join(f'[[rule]]\nid = "{rule}"\nseverity = "warning"\n' for rule in ("S101", "S102", "S103")), "utf-8")
    assert program("check", "错.xlsx").code == 1
    run = program("check", "错.xlsx", "--forms", "本市")
    assert (run.code, run.errors) == (0, "使用文件夹 本市 里的表式和规则\n")
    (folder / "本市").rename(folder / "forms")
    beside = program("check", "错.xlsx")
    assert (beside.code, beside.errors) == (0, "使用文件夹 forms 里的表式和规则\n")
    assert program("check", "错.xlsx", "--forms", str(FORMS)).code == 1


def test_a_file_that_has_no_effect_is_named(program: Any, folder: Path, files: Any) -> None:
    """Notepad's second extension, a misspelt file or form, a form's file one folder too high: said at every command, with what is meant."""
    files.workbook(folder / "对.xlsx")
    for name in ("zfxxgk-2021/label.toml", "zfxxgk-2021/rules.toml.txt", "zfxxgk-2012/rules.toml", "labels.toml", "rules.toml", "zfxxgk-2021/读我.md"):
        path = folder / "forms" / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text("", "utf-8")
    said = program("check", "对.xlsx").errors.splitlines()
    assert said == ["使用文件夹 forms 里的表式和规则", *(f"没有用上 forms/{name}" for name in (
        "labels.toml：要放在表式的文件夹里，例如 zfxxgk-2021/labels.toml", "zfxxgk-2012/rules.toml：没有表式“zfxxgk-2012”，是不是“zfxxgk-2021”“zfxxgk-2019”？",
        "zfxxgk-2021/label.toml：不认识的文件名，只用 form.toml、labels.toml、rules.toml、cases.toml、claims.toml、phrases.toml",
        "zfxxgk-2021/rules.toml.txt：文件名末尾多了 .txt（记事本会加），请改名"))]


def test_values_names_what_it_cannot_read(program: Any, folder: Path, files: Any) -> None:
    """The readable ones come out, the others are named on stderr, exit 2."""
    files.workbook(folder / "对.xlsx")
    (folder / "坏.xlsx").write_bytes(b"x")
    run = program("values", "坏.xlsx", "对.xlsx", "没有.xlsx")
    assert run.code == 2
    assert [each["path"] for each in run.data] == ["对.xlsx"]
    assert run.errors.count("出错：") == 2


def test_names_gbk_does_not_have(program: Any, folder: Path, files: Any) -> None:
    """Paths and units outside GBK are shown with a replacement; JSON keeps them."""
    files.workbook(folder / "𠀀✓.xlsx", unit="㐂县")
    run = program("check", "𠀀✓.xlsx")
    assert run.code == 0
    assert "??.xlsx" in run.out
    assert program("check", "𠀀✓.xlsx", "--format", "json").data["files"][0]["path"] == "𠀀✓.xlsx"
    (folder / "值.json").write_text(json.dumps(files.values(unit="㐂县"), ensure_ascii=False), "utf-8")
    assert program("values", "值.json").data["unit"] == "㐂县"
