"""The icon, 发送到 and 打开方式, on a desk whose folders and registry are a test's: made, seen, taken away, and refused."""

from pathlib import Path

import pytest

from xlreport.flows.icons import KINDS, PROGRAM_ID, Desk, icons_missing, put_icons, take_icons, this_desk

OTHER = (r"Software\Classes\.docx\OpenWithProgids", "Word.Document.12")


class Registry(dict[tuple[str, str], str]):
    """A person's registry as names and values; refuses everything once `closed`."""

    closed = False

    def enter(self, key: str, name: str, value: str) -> None:
        """Sets a value."""
        self._ask()
        self[key, name] = value

    def remove(self, key: str, name: str | None) -> None:
        """Removes a value, or a key that has no keys inside it, as Windows does."""
        self._ask()
        assert name is not None or not any(other.startswith(key + "\\") for other, _ in self)
        for each in [each for each in self if each[0] == key and name in (None, each[1])]:
            del self[each]

    def _ask(self) -> None:
        if self.closed:
            raise PermissionError


def link(path: Path, program: Path, arguments: str, words: str) -> None:
    """A shortcut that can be read back."""
    path.write_text(f"{program}|{arguments}|{words}", "utf-8")


@pytest.fixture
def registry() -> Registry:
    """With another program's entry, which must stay."""
    return Registry({OTHER: ""})


@pytest.fixture
def desk(tmp_path: Path, registry: Registry) -> Desk:
    """A desk with a Chinese name and a space in its program's path."""
    folders = (tmp_path / "桌面", tmp_path / "SendTo")
    for folder in folders:
        folder.mkdir()
    return Desk(folders, tmp_path / "程 序" / "xlreport-window.exe", "", link, registry.enter, registry.remove,
                lambda key, name: registry.get((key, name)))


def test_there_and_away_again(desk: Desk, registry: Registry) -> None:
    """Both icons start the program; each kind of report offers it, quoted; nothing is left behind but what others had."""
    assert len(list(icons_missing(desk))) == 3
    assert len(list(put_icons(desk))) == 3
    assert list(icons_missing(desk)) == []
    assert [path.read_text("utf-8").split("|")[0] for folder in desk.folders for path in folder.iterdir()] == [str(desk.program)] * 2
    assert registry[rf"Software\Classes\{PROGRAM_ID}\shell\open\command", ""] == f'"{desk.program}" "%1"'
    assert all((rf"Software\Classes\{kind}\OpenWithProgids", PROGRAM_ID) in registry for kind in KINDS)
    moved = desk._replace(program=desk.program.with_name("别处.exe"))
    assert ["指着别处" in line for line in icons_missing(moved)] == [True]
    assert len(list(take_icons(desk))) == 3
    assert registry == {OTHER: ""}
    assert [list(folder.iterdir()) for folder in desk.folders] == [[], []]
    assert list(take_icons(desk)) == []


def test_what_the_system_refuses_is_said(desk: Desk, registry: Registry) -> None:
    """The rest is done all the same."""
    def refused(path: Path, program: Path, arguments: str, words: str) -> None:
        raise PermissionError

    registry.closed = True
    assert ["不允许" in line for line in put_icons(desk)] == [False, False, True]
    assert ["不允许" in line for line in put_icons(desk._replace(shortcut=refused))] == [True, True, True]
    registry.closed = False
    assert list(put_icons(desk))
    registry.closed = True
    assert "不允许" in list(take_icons(desk))[-1]


def test_only_on_windows() -> None:
    """Elsewhere there is no such desk."""
    assert this_desk(Path("python")) is None
