"""What lies beside the program in an offline folder: launchers, where to begin, 安全说明, and the list of parts (CycloneDX)."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from xlreport.version import __version__


class Part(NamedTuple):
    """A library that travels along. record: SHA-256 of its RECORD, the list of its files with their sums."""

    name: str
    version: str
    licence: str
    summary: str
    record: str


def launchers(platform: str, python: str) -> Mapping[str, str]:
    """The files a person starts, by name. python: the program that travels along, '' where the PC's own is used."""
    if platform.startswith("win"):
        started = python.replace("/", "\\")
        quiet = started.removesuffix("python.exe") + "pythonw.exe"
        return {
            # the shell reads these in the PC's own code page: nothing but ASCII inside
            "把报告拖到这里校验.cmd": f'@start "" "%~dp0{quiet}" -X utf8 -m xlreport window %*\n',
            "xlreport.cmd": f'@"%~dp0{started}" -X utf8 -m xlreport %*\n',
            "装上按钮和图标.cmd": f'@"%~dp0{started}" -X utf8 -m xlreport addin install\n@pause\n',
            "卸下按钮和图标.cmd": f'@"%~dp0{started}" -X utf8 -m xlreport addin uninstall\n@pause\n',
        }
    own = f'"$here/{python}" ' if python else ""
    return {"xlreport": f"""#!/bin/sh
# xlreport out of this folder; nothing is installed
here=$(dirname "$(readlink -f "$0")")
for python in {own}python3.11 python3; do
    if "$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
        PYTHONPATH="$here/lib" PYTHONDONTWRITEBYTECODE=1 exec "$python" -X utf8 -m xlreport "$@"
    fi
done
echo "这台电脑上没有 Python 3.11，xlreport 用不了。工作簿（lib/xlreport/workbook_templates）自己的校验照常可用。" >&2
exit 2
"""}


def start_here(platform: str, python: str) -> str:
    """The page to read first."""
    if platform.startswith("win"):
        steps = """1. 把整个文件夹放在一个固定的位置（例如 D 盘），以后不要移动；不需要管理员权限，不需要联网。
2. 把填好的工作簿、Word 报告，或装着它们的文件夹，拖到“把报告拖到这里校验.cmd”上，就会校验。
3. 要在 Excel 里用按钮，双击“装上按钮和图标.cmd”，再重新打开 Excel。不想用了，双击“卸下按钮和图标.cmd”。
4. 会用命令行的：在这个文件夹里打开命令提示符，输入 xlreport --help。
"""
    else:
        own = "" if python else "这台电脑上要有 Python 3.11。"
        steps = f"""1. 把整个文件夹放在一个固定的位置；不需要管理员权限，不需要联网。{own}
2. 在终端里运行：./xlreport check 报告.xlsx　　打开窗口：./xlreport window
"""
    return f"""xlreport {__version__}　政府信息公开工作年度报告：校验、写报告

{steps}
空白工作簿在 lib/xlreport/workbook_templates。没有装任何东西，用 Excel 或 WPS 打开它也能填，它会自己核对。
网络管理人员请看“安全说明.html”。文件是否完整，可用 SHA256SUMS 核对。
Windows 7（Python 3.11 不支持）和龙芯（loongarch64，没有编译好的库）上程序不能运行，工作簿自己的校验照常可用。
"""


def security_page(platform: str, python: str, parts: Sequence[Part]) -> str:
    """安全说明: what runs, which files are written, no network, how to remove; and the parts with their licences."""
    return "\n".join(["<!doctype html>", '<html lang="zh-CN"><head><meta charset="utf-8"><title>xlreport 安全说明</title><style>'
                      "body{font:16px/1.7 'Microsoft YaHei','Noto Sans CJK SC',sans-serif;max-width:52em;margin:2em auto;padding:0 1em}"
                      "table{border-collapse:collapse;font-size:14px}td,th{border:1px solid #999;padding:2px 8px;text-align:left}"
                      "</style></head><body>", *_security(platform, python), "<h2>带了哪些库，各是什么许可</h2>",
                      "<p>许可原文在 licences 文件夹；机器可读的清单是 sbom.cdx.json（CycloneDX 1.5）。</p>",
                      "<table><tr><th>名称</th><th>版本</th><th>许可</th></tr>",
                      *(f"<tr><td>{escape(part.name)}</td><td>{escape(part.version)}</td><td>{escape(part.licence)}</td></tr>" for part in parts),
                      "</table></body></html>", ""])


def _security(platform: str, python: str) -> Iterator[str]:
    windows = platform.startswith("win")
    yield f"<h1>xlreport {__version__} 安全说明（{escape(platform)}）</h1>"
    yield "<h2>运行什么</h2><p>" + (
        f"只运行这个文件夹里的 Python（{escape(python)}）和 lib 里的程序。" if python else "运行这台电脑上的 Python 3.11 和 lib 里的程序。") + (
        "没有服务、没有驱动、没有开机启动项，不要管理员权限。按钮装进 Excel 后，是一个加载项 xlreport.xlam：它的宏只做一件事，启动这里的 Python。"
        if windows else "没有服务，没有自动启动，不要管理员权限。") + (
        "读 .doc、.wps 时，用这台电脑上已有的 Word、WPS 或 LibreOffice 转换，宏关着。不执行报告里的宏、公式和链接。</p>")
    yield "<h2>写哪些文件</h2><ul><li>结果（网页、表格、标记的副本、写出的报告、工作簿）写在人指定的地方，或放在原文件旁边；原文件从不覆盖。</li>"
    yield "<li>窗口里“打开结果网页”写在个人的临时文件夹，一个程序一份。转换旧格式时的中间文件也在那里，用完即删。</li>"
    if windows:
        yield (r"<li>装按钮和图标时：%APPDATA%\Microsoft\Excel\XLSTART\xlreport.xlam，桌面和“发送到”里各一个快捷方式，注册表"
               r" HKCU\Software\Classes\xlreport.report 和各扩展名下 OpenWithProgids 里的同名一项。卸下时全部删去。</li>")
    yield "</ul><h2>不联网</h2><p>程序不打开任何网络连接，不检查更新，不上传，不收集。报告里写的外部链接、外部图片、外部实体都不取。"
    yield "这一点有测试：全部命令在没有网络的环境里运行。（汇集时另行指定 --engine 的，只连接所指定的那个地址。）</p>"
    yield "<h2>怎样核对</h2><p>每个文件的 SHA-256 在 SHA256SUMS：" + (
        "在命令提示符里 certutil -hashfile 文件名 SHA256。" if windows else "sha256sum -c SHA256SUMS。") + "压缩包自己的在旁边的 .sha256 文件里。</p>"
    yield "<h2>怎样删除</h2><p>" + ("先双击“卸下按钮和图标.cmd”，再" if windows else "") + "删掉整个文件夹。没有别的残留。</p>"


def parts_list(parts: Sequence[Part]) -> str:
    """The parts as CycloneDX 1.5 JSON, the program first; without a date or a serial number, so that the same parts give the same list."""
    from cyclonedx.contrib.license.factories import LicenseFactory
    from cyclonedx.model import Property
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.output import make_outputter
    from cyclonedx.schema import OutputFormat, SchemaVersion
    from packageurl import PackageURL

    bom = Bom()
    for part in parts:
        made = Component(
            name=part.name, version=part.version, bom_ref=f"{part.name}-{part.version}", purl=PackageURL("pypi", None, part.name.lower(), part.version),
            type=ComponentType.APPLICATION if part.name == "xlreport" else ComponentType.LIBRARY, description=part.summary or None,
            licenses=[LicenseFactory().make_from_string(part.licence)], properties=[Property(name="SHA-256 of RECORD", value=part.record)])
        if part.name == "xlreport":
            bom.metadata.component = made
        else:
            bom.components.add(made)
    if bom.metadata.component is not None:
        bom.register_dependency(bom.metadata.component, bom.components)
    return make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_5).output_as_string(indent=1)
