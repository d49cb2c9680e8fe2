# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads PO files for the checks beside it."""
import ast
import re


def parse(text):
    """Yields a dict of msgctxt, msgid, msgid_plural, msgstr and flags for each living entry; the header has msgid ""."""
    for block in re.split(r"\n\s*\n", text):
        entry, key = {"flags": set()}, None
        for line in block.splitlines():
            if line.startswith("#,"):
                entry["flags"] |= {flag.strip() for flag in line[2:].split(",")}
            if line.startswith("#"):
                continue
            m = re.match(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)\s+(".*")\s*$', line)
            if m:
                key = m.group(1).replace("[0]", "")
                entry[key] = ast.literal_eval(m.group(2))
            elif line.startswith('"') and key:
                entry[key] += ast.literal_eval(line)
        if "msgid" in entry:
            yield entry


def parts(root):
    """(context or None, English, Japanese, where) of po/parts."""
    for part in sorted((root / "po/parts").glob("*.txt")):
        for number, line in enumerate(part.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                cells = [c.replace("\\n", "\n").replace('\\"', '"').replace("\\t", "\t") for c in line.split("\t")]
                yield (cells[2] if len(cells) > 2 else None), cells[0], cells[1] if len(cells) > 1 else "", f"{part.name}:{number}"


def known(root):
    """(English, Japanese) of everything the program says."""
    entries = parse((root / "po/ja.po").read_text(encoding="utf-8"))
    return [(e["msgid"], e["msgstr"]) for e in entries if e["msgid"]] + [(en, ja) for _, en, ja, _ in parts(root)]
