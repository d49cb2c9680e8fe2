#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Brings ja.po and POTFILES.in up to date with the sources.

Translations come from ja.po itself and from po/parts/*.txt: lines of msgid<TAB>msgstr[<TAB>context], with \\n and \\"
written out. A plural message is named by its singular. Two parts that say different things of one text are refused:
where it means two things, give it a context.

  po/merge-parts.py            write both files
  po/merge-parts.py --check    change nothing; fail if a text for people has no Japanese or a file is not listed
"""
import ast
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PO = ROOT / "po"
MARKED = re.compile(r"""(?<![A-Za-z0-9])(_|N_|C_|NC_|Q_|ngettext|g_dngettext|g_dgettext|g_dpgettext2)\s*\(\s*"|translatable="yes"|<(summary|caption|name|p|li)>""")
HEADER = '''# Japanese translation of Madoguchi.
# SPDX-License-Identifier: GPL-3.0-or-later
msgid ""
msgstr ""
"Project-Id-Version: madoguchi\\n"
"Language: ja\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
'''


def translatable_files():
    found = []
    for pattern in ("src/**/*.c", "src/**/*.cpp", "ui/*.ui", "data/*.desktop.in", "data/*.metainfo.xml.in"):
        for path in ROOT.glob(pattern):
            text = path.read_text(encoding="utf-8")
            if path.suffix in (".in",) or MARKED.search(text):
                found.append(path.relative_to(ROOT).as_posix())
    return sorted(found)


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


def parse(text):
    """Yields entries of a PO file: dict of comments, msgctxt, msgid, msgid_plural, msgstr."""
    for block in re.split(r"\n\s*\n", text):
        entry, key = {"comments": []}, None
        for line in block.splitlines():
            if line.startswith("#~"):
                continue
            if line.startswith("#"):
                entry["comments"].append(line)
                continue
            m = re.match(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)\s+(".*")\s*$', line)
            if m:
                key = m.group(1).replace("[0]", "")
                entry[key] = ast.literal_eval(m.group(2))
            elif line.startswith('"') and key:
                entry[key] += ast.literal_eval(line)
        if "msgid" in entry:
            yield entry


def known_translations():
    known = {}
    old = PO / "ja.po"
    if old.exists():
        for e in parse(old.read_text(encoding="utf-8")):
            if e["msgid"] and e.get("msgstr"):
                known[(e.get("msgctxt"), e["msgid"])] = e["msgstr"]
    places, faults = {}, []
    for part in sorted((PO / "parts").glob("*.txt")):
        for number, line in enumerate(part.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            cells = [ast.literal_eval(quoted_cell(c)) for c in line.split("\t")]
            if len(cells) < 2:
                sys.exit(f"{part.name}:{number}: no tab between text and translation")
            key = (cells[2] if len(cells) > 2 else None, cells[0])
            if key in places and known[key] != cells[1]:
                faults.append(f"{part.name}:{number}: {quoted(cells[0])} is {quoted(known[key])} in {places[key]}")
            known[key], places[key] = cells[1], f"{part.name}:{number}"
    if faults:
        sys.exit("\n".join(faults))
    return known


def quoted_cell(cell):
    return '"' + re.sub(r'(?<!\\)"', r'\\"', cell) + '"'


def template(files):
    with tempfile.TemporaryDirectory() as t:
        out = pathlib.Path(t) / "all.pot"
        subprocess.run(["xgettext", "--from-code=UTF-8", "--add-comments=Translators", "--no-wrap", "-o", str(out),
                        "-k_", "-kN_", "-kC_:1c,2", "-kNC_:1c,2", "-kngettext:1,2", "-kg_dngettext:2,3", "-kQ_:1g",
                        *files], cwd=ROOT, check=True, stderr=subprocess.DEVNULL)
        return list(parse(out.read_text(encoding="utf-8"))) if out.exists() else []


def find(known, entry):
    for key in ((entry.get("msgctxt"), entry["msgid"]), (None, entry["msgid"])):
        if key in known:
            return known[key]
    return ""


def render(entries, known):
    out, missing = [HEADER], []
    for e in entries:
        if not e["msgid"]:
            continue
        text = find(known, e)
        if not text:
            missing.append(e["msgid"])
        lines = [c for c in e["comments"] if c.startswith(("#.", "#,"))]
        if "msgctxt" in e:
            lines.append("msgctxt " + quoted(e["msgctxt"]))
        lines.append("msgid " + quoted(e["msgid"]))
        if "msgid_plural" in e:
            lines += ["msgid_plural " + quoted(e["msgid_plural"]), "msgstr[0] " + quoted(text)]
        else:
            lines.append("msgstr " + quoted(text))
        out.append("\n".join(lines) + "\n")
    return "\n".join(out), missing


def not_merged(text):
    """What a merge would change in ja.po, comments and order apart."""
    def entries(catalogue):
        return {(e.get("msgctxt"), e["msgid"]): e.get("msgstr", "") for e in parse(catalogue) if e["msgid"]}
    old, new = entries((PO / "ja.po").read_text(encoding="utf-8")), entries(text)
    changed = [key for key in new if new[key] and old.get(key) != new[key]] + [key for key in old if key not in new]
    return [f"run po/merge-parts.py: ja.po is behind at {quoted(key[1])}" for key in changed]


def main():
    files = translatable_files()
    potfiles = "# SPDX-License-Identifier: GPL-3.0-or-later\n" + "".join(f + "\n" for f in files)
    text, missing = render(template(files), known_translations())
    if "--check" not in sys.argv:
        (PO / "POTFILES.in").write_text(potfiles, encoding="utf-8")
        (PO / "ja.po").write_text(text, encoding="utf-8")
        print(f"{len(files)} files, {len(missing)} texts without Japanese")
        for m in missing:
            print("  " + quoted(m))
        return 0
    faults = [f"no Japanese for {quoted(m)}" for m in missing]
    faults += not_merged(text)
    listed = {l.strip() for l in (PO / "POTFILES.in").read_text().splitlines() if l.strip() and not l.startswith("#")}
    faults += [f"{f} is not listed in po/POTFILES.in" for f in files if f not in listed]
    faults += [f"{f} in po/POTFILES.in has no text" for f in sorted(listed - set(files))]
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
