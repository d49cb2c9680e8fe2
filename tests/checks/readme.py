#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files and folders that README.md and CONTRIBUTING.md name are there."""
import pathlib
import re
import sys
import tempfile

TOPS = r"(?:src|ui|data|po|help|tests|bench|flatpak)/"


def faults(root, name):
    text = (root / name).read_text(encoding="utf-8")
    named = re.findall(rf"[`\"(]({TOPS}[\w./*-]*)[`\")]", text) + re.findall(r"\]\(([\w./-]+)\)", text)
    assert named, f"{name} names no file"
    for path in dict.fromkeys(named):
        if not any(root.glob(path.rstrip("/"))):
            yield f"{name}: {path} is not there"


def self_test(root):
    (root / "src").mkdir()
    (root / "src/a.c").write_text("")
    (root / "X.md").write_text("`src/a.c` `src/*.c` `src/` `src/b.c` [y](src/c.md)")
    assert list(faults(root, "X.md")) == ["X.md: src/b.c is not there", "X.md: src/c.md is not there"]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        self_test(pathlib.Path(folder))
    found = [f for name in ("README.md", "CONTRIBUTING.md") for f in faults(pathlib.Path(sys.argv[1]), name)]
    print("\n".join(found))
    sys.exit(1 if found else 0)
