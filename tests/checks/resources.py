#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Screens, their classes and their texts belong together: every file of ui/ is in the gresource file and the other way
round, every template has its class in src/app and every class its template, and POTFILES.in lists exactly the files in
which xgettext finds a text for people."""
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

MARKS = ["-k_", "-kN_", "-kC_:1c,2", "-kNC_:1c,2", "-kngettext:1,2", "-kg_dngettext:2,3", "-kQ_:1g"]
PATTERNS = ("src/**/*.c", "src/**/*.cpp", "src/**/*.h", "ui/**/*.ui", "data/*.desktop.in", "data/*.metainfo.xml.in")


def gresource_faults(root):
    manifest = root / "ui/madoguchi.gresource.xml"
    listed = {(e.text or "").strip() for e in ET.parse(manifest).getroot().iter("file")}
    present = {p.relative_to(root / "ui").as_posix() for p in (root / "ui").rglob("*") if p.is_file() and p != manifest}
    yield from (f"ui/{name} is not in the gresource file" for name in sorted(present - listed))
    yield from (f"the gresource file lists ui/{name}, which is gone" for name in sorted(listed - present))


def template_faults(root):
    sources = {p: p.read_text(encoding="utf-8") for p in (root / "src/app").rglob("*.c")}
    used = {name for text in sources.values() for name in re.findall(r'/io/github/madoguchi/Madoguchi/([\w./-]+\.ui)"', text)}
    for ui in sorted((root / "ui").rglob("*.ui")):
        name = ui.relative_to(root / "ui").as_posix()
        if name not in used:
            yield f"ui/{name} is loaded by no class"
        for template in ET.parse(ui).getroot().iter("template"):
            kind = template.get("class")
            homes = [p for p, text in sources.items() if re.search(rf"G_DEFINE\w*TYPE\w*\s*\(\s*{kind}\b", text)]
            if not homes:
                yield f"ui/{name} is a template of {kind}, which is not in src/app"
            elif homes[0].stem != ui.stem:
                yield f"ui/{name} is a template of {kind}, whose file is {homes[0].name}: the stems differ"
    yield from (f"src/app loads ui/{name}, which is gone" for name in sorted(used) if not (root / "ui" / name).exists())


def files_with_text(root):
    files = sorted({p.relative_to(root).as_posix() for pattern in PATTERNS for p in root.glob(pattern)})
    with tempfile.TemporaryDirectory() as t:
        out = pathlib.Path(t) / "all.pot"
        subprocess.run(["xgettext", "--from-code=UTF-8", "-o", str(out), *MARKS, *files], cwd=root, check=True,
                       stderr=subprocess.DEVNULL)
        found = re.findall(r"^#: (.*)$", out.read_text(encoding="utf-8"), re.M) if out.exists() else []
    return {re.sub(r":\d+$", "", place) for line in found for place in line.split()}


def potfiles_faults(root):
    lines = (root / "po/POTFILES.in").read_text().splitlines()
    listed = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    found = files_with_text(root)
    yield from (f"{name} has texts and is not in po/POTFILES.in" for name in sorted(found - set(listed)))
    yield from (f"{name} is in po/POTFILES.in and has no text or is gone" for name in sorted(set(listed) - found))
    yield from (f"{name} is in po/POTFILES.in twice" for name in sorted({n for n in listed if listed.count(n) > 1}))


def format_faults(root):
    """xgettext cuts a text at a macro: "%" G_GINT64_FORMAT would never find its translation."""
    for path in sorted((root / "src").rglob("*.c")):
        for m in re.finditer(r'\b(?:_|N_|C_|NC_)\s*\([^()]*"\s*(G_G\w+_FORMAT|PRI\w+)', path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(root)}: {m.group(1)} cuts a text for people; format the number first"


def check(root):
    return [*gresource_faults(root), *template_faults(root), *potfiles_faults(root), *format_faults(root)]


def self_test(root):
    files = {
        "ui/madoguchi.gresource.xml": "<gresources><gresource><file>a.ui</file><file>gone.ui</file></gresource></gresources>",
        "ui/a.ui": '<interface><template class="MadoA" parent="GtkWidget"/></interface>',
        "ui/b.ui": '<interface><template class="MadoB" parent="GtkWidget"/></interface>',
        "src/app/a.c": 'G_DEFINE_FINAL_TYPE (MadoA, mado_a, X)\n"/io/github/madoguchi/Madoguchi/a.ui" _("Hello")',
        "src/app/c.c": '"/io/github/madoguchi/Madoguchi/c.ui" _("%" G_GINT64_FORMAT)',
        "po/POTFILES.in": "src/app/a.c\nsrc/app/a.c\nsrc/app/z.c\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    found = check(root)
    for part in ("ui/b.ui is not in", "ui/gone.ui, which is gone", "ui/b.ui is loaded by no class", "MadoB, which is not",
                 "ui/c.ui, which is gone", "src/app/c.c has texts", "src/app/z.c is in", "src/app/a.c is in po/POTFILES.in twice",
                 "G_GINT64_FORMAT cuts"):
        assert sum(part in fault for fault in found) == 1, (part, found)
    assert len(found) == 9, found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        self_test(pathlib.Path(folder))
    faults = check(pathlib.Path(sys.argv[1]))
    print("\n".join(faults))
    sys.exit(1 if faults else 0)
