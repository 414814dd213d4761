"""Two sets of fonts that any machine with the fonts of `.ci/run` has, whatever else it has.

A workbook asks for 宋体 and Calibri. An office's Linux has one family of Han fonts for both
("han"); another machine draws figures and letters in DejaVu Sans, the widest of the usual ones
("wide"). What is whole in both is whole between them.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_NEEDED = {"han": ("Noto Sans CJK SC",), "wide": ("Noto Sans CJK SC", "DejaVu Sans")}
FONT_SETS = tuple(_NEEDED)
# Fonts for 宋体 and its like, which else are drawn in a sans serif of any width.
_SERIF = ("宋体", "SimSun", "仿宋", "FangSong", "仿宋_GB2312")
_CONFIGURATION = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>{folders}<cachedir>{cache}</cachedir>{aliases}</fontconfig>
"""
_ALIAS = '<alias binding="same"><family>{}</family><prefer><family>{}</family></prefer></alias>'


def environment_of(fonts: str, folder: Path) -> dict[str, str]:
    """Write the configuration of a set into a folder; return what a program must find it by."""
    folders = sorted({place for family in _NEEDED[fonts] for place in _folders_of(family)})
    file = folder / f"{fonts}.conf"
    file.write_text(
        _CONFIGURATION.format(
            folders="".join(f"<dir>{place}</dir>" for place in folders),
            cache=folder / "cache",
            aliases="".join(_ALIAS.format(name, "Noto Serif CJK SC") for name in _SERIF),
        ),
        encoding="utf-8",
    )
    return os.environ | {"FONTCONFIG_FILE": str(file)}


def _folders_of(family: str) -> set[Path]:
    """Find the folders with the files of a family of fonts."""
    command = ["fc-list", f":family={family}", "file"]
    listed = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    folders = {Path(line.rstrip().removesuffix(":")).parent for line in listed.splitlines()}
    assert folders, f"no font {family}; install fonts-noto-cjk and fonts-dejavu-core"
    return folders
