"""The page behind 帮助: what each button does, in the order in which a person needs them."""

from html import escape

from xlreport.wording import say

BUTTONS = (
    ("校验", "Check", "查打开着的这份工作簿，没有保存的改动也算。错的格变红，批注写明怎样改；全部问题列在“校验结果”表。",
     "Checks the open workbook, unsaved as it is. Wrong cells turn red, notes say what to do; all findings are on a sheet."),
    ("上一条、下一条", "Previous, next", "跳到有问题的格；状态栏显示问题。", "Jumps to the cell a finding speaks of."),
    ("清除标记", "Clear marks", "去掉颜色、批注和“校验结果”表，原来的底色和批注恢复；填的数不动。",
     "Takes colours, notes and the list away; what was there before comes back. Figures stay."),
    ("定位错误", "Locate", "从对不上的合计倒推是哪一格错了、应为多少。只提建议，不改数。", "Works out which cell is wrong. Changes nothing."),
    ("采用建议", "Adopt", "选中标红的格再按：问过之后把建议的数填进去；再按一次恢复原值。",
     "Select a red cell: puts the suggested figure in, after asking; pressed again, takes it back."),
    ("导入上年", "Import last year", "选上年的年报，数填进“上年数据”表，上年结转等就一起核对。", "Puts last year's figures on the sheet for them."),
    ("导入报告", "Import a report", "选一份 Word、网页或 PDF 的年报，读成一份新的工作簿。", "Reads a finished report into a new workbook."),
    ("生成报告", "Write the report", "按规定格式写成 Word 文件，放在工作簿旁边。还有须改的错误时不写。",
     "Writes the official report beside the workbook; not while errors remain."),
    ("对比上年", "Compare", "做一张网页：各项数字增减多少，正文哪些话和上年一样。", "A page that holds two years side by side."),
    ("新建", "New", "做一份空白工作簿；打开着上年的工作簿时，上年数据一并带入。", "A blank workbook; an open report becomes its last year."),
)


def help_html() -> str:
    """The page, whole in itself: it fetches nothing."""
    rows = "".join(f"<dt>{escape(say(name, english))}</dt><dd>{escape(say(what, what_english))}</dd>"
                   for name, english, what, what_english in BUTTONS)
    title = say("信息公开年报：按钮怎么用", "The buttons and what they do")
    local = say("全部在本机运行，不联网。出了问题会显示一句话，详情记在日志文件里。", "Everything runs on this computer.")
    return (f'<!doctype html><html lang="{say("zh-CN", "en")}"><meta charset="utf-8"><title>{title}</title>'
            "<style>body{font:16px/1.7 'Noto Serif CJK SC',宋体,serif;max-width:42em;margin:3em auto;padding:0 1em;color:#222}"
            "h1{font-size:1.5em}dt{font-weight:bold;margin-top:1em}dd{margin:0}</style>"
            f"<h1>{title}</h1><dl>{rows}</dl><p>{local}</p></html>\n")
