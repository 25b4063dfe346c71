"""Page, styles and fonts of an official document by GB/T 9704-2012.

A4; margins 37, 28, 26 and 35 mm, so the text is 156 by 225 mm; 22 lines of 28 characters. 3号 is 16 pt and 28 of them are wider than
156 mm, so they are drawn together by a quarter point; 22 lines of 29 pt are higher than 225 mm, so a line is 28.95 pt.
"""

from collections.abc import Iterable, Mapping
from html import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# twentieths of a point
PAGE = (11906, 16838)
TOP, RIGHT, BOTTOM, LEFT = 2098, 1470, 1984, 1587
TEXT_WIDTH = PAGE[0] - LEFT - RIGHT
LINE = 579
CHARACTERS, CHARACTER = 28, 316  # in a line, and the width of one
CHARACTER_SPACE = -812  # in 1/4096 pt, on top of 16 pt
FOOTER = 1449  # from the paper's edge to the page number's line, so that its dash stands 7 mm under the text

TITLE_FONT, HEAD_FONT, PART_FONT, BODY_FONT, NUMBER_FONT = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"
# What takes a font's place where it is not installed, best first; Word and WPS read this from the document's font table.
FALLBACKS: Mapping[str, str] = {
    TITLE_FONT: "方正小标宋_GBK,小标宋,华文中宋,STZhongsong,宋体",
    HEAD_FONT: "SimHei,微软雅黑,Noto Sans CJK SC",
    PART_FONT: "楷体,KaiTi,华文楷体,STKaiti,Noto Serif CJK SC",
    BODY_FONT: "仿宋,FangSong,华文仿宋,STFangsong,Noto Serif CJK SC",
    NUMBER_FONT: "SimSun,NSimSun,Noto Serif CJK SC",
}
TITLE, NUMBER, SIGNATURE, TABLE, LEAD, DRAFT, ADDRESSEE = "Title", "ReportNumber", "Signature", "TableText", "PartLead", "Draft", "Addressee"


# LibreOffice gives a character that is wider than the grid's cell two cells. So the page states the grid, as Word's own dialogue
# does, and the text does not snap to it: drawn together by a quarter point a character, 28 of them fill the line in Word, WPS and LibreOffice.
_KERNED, _PLAIN = '<w:spacing w:val="-5"/>', '<w:spacing w:val="0"/>'


def fonts(name: str) -> str:
    """The font of a run, for Latin and East Asian text alike."""
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def size(points: float) -> str:
    """A type size."""
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def style_sheet(tables: Iterable[tuple[str, str, float]]) -> str:
    """styles.xml: few styles, each with one job. tables: (style id, name, points) of each table's text."""
    styles = [
        _style("Normal", "Normal", "", '<w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
               f'<w:snapToGrid w:val="0"/><w:spacing w:line="{LINE}" w:lineRule="exact"/>'
               '<w:ind w:firstLineChars="200" w:firstLine="632"/><w:jc w:val="both"/>', fonts(BODY_FONT) + _KERNED + size(16), default=True),
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
        '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
        '<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/></w:style>',
        _style(TITLE, "Title", "Normal", '<w:keepNext/><w:spacing w:line="660" w:lineRule="exact"/>'
               '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>', fonts(TITLE_FONT) + _PLAIN + size(22)),
        _style(NUMBER, "文号", "Normal", '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>', "", own=True),
        _heading(1, HEAD_FONT), _heading(2, PART_FONT), _heading(3, BODY_FONT), _heading(4, BODY_FONT),
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{LEAD}"><w:name w:val="（一）段首"/><w:qFormat/>'
        f"<w:rPr>{fonts(PART_FONT)}</w:rPr></w:style>",
        _style(ADDRESSEE, "主送机关", "Normal", '<w:ind w:firstLineChars="0" w:firstLine="0"/>', "", own=True),
        _style(SIGNATURE, "Signature", "Normal", '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="right"/>', ""),
        _style("Header", "header", "Normal", '<w:spacing w:line="240" w:lineRule="auto"/>'
               '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>', _PLAIN + size(10.5)),
        _style(DRAFT, "草稿提示", "Header", "", fonts(HEAD_FONT) + '<w:color w:val="C00000"/>' + size(12), own=True),
        _style("Footer", "footer", "Normal", '<w:spacing w:line="280" w:lineRule="exact"/>'
               '<w:ind w:firstLineChars="0" w:firstLine="0"/>', fonts(NUMBER_FONT) + _PLAIN + size(14)),
        _style(TABLE, "表格文字", "Normal", '<w:spacing w:line="240" w:lineRule="auto"/>'
               '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>', _PLAIN + size(10.5), own=True),
        *(_style(name, said, TABLE, f'<w:spacing w:line="{round(points * 25)}" w:lineRule="exact"/>', size(points), own=True)
          for name, said, points in tables),
    ]
    # Latin text in English: LibreOffice breaks a number wherever a line ends (6. | 0) where its language is Chinese
    return (
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts(BODY_FONT)}<w:kern w:val="2"/>{size(16)}'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        f"{''.join(styles)}</w:styles>"
    )


def _style(name: str, said: str, based: str, paragraph: str, run: str, default: bool = False, own: bool = False) -> str:
    kind = (' w:default="1"' if default else "") + (' w:customStyle="1"' if own else "")
    parent = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="paragraph"{kind} w:styleId="{name}"><w:name w:val="{escape(said)}"/>{parent}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _heading(level: int, font: str) -> str:
    return _style(f"Heading{level}", f"heading {level}", "Normal", f'<w:keepNext/><w:outlineLvl w:val="{level - 1}"/>', fonts(font))


def font_table() -> str:
    """fontTable.xml: every font of the styles with what may take its place."""
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"modern" if name in (HEAD_FONT, PART_FONT, BODY_FONT) else "auto"}"/><w:pitch w:val="default"/></w:font>'
        for name, others in FALLBACKS.items())
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts xmlns:w="{W}">{entries}</w:fonts>'


def section_properties() -> str:
    """What of the page python-docx has no words for: the grid of 22 lines and 28 characters."""
    return f'<w:docGrid xmlns:w="{W}" w:type="linesAndChars" w:linePitch="{LINE}" w:charSpace="{CHARACTER_SPACE}"/>'


def page_number(even: bool) -> str:
    """`— 1 —`, one character from the outer edge: right on odd pages, left on even ones."""
    side = '<w:ind w:leftChars="100" w:left="280"/><w:jc w:val="left"/>' if even else '<w:ind w:rightChars="100" w:right="280"/><w:jc w:val="right"/>'
    field = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
             '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>')
    return (f'<w:p xmlns:w="{W}"><w:pPr><w:pStyle w:val="Footer"/>{side}</w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r>{field}'
            '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p>')
