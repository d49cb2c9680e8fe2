#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""po/ja.po is complete: every text has Japanese that is certain and takes the same values in the same order, and po/parts
holds nothing that still waits to be merged (po/merge-parts.py does it)."""
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import catalogue

VALUE = re.compile(r"%(?:(\d+)\$)?[-+ #0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?(hh|h|ll|l|z|j|t)?([diouxXeEfgGcsp%])")


def values(text):
    """The conversions in the order of the arguments they take."""
    found = [(int(m.group(1)) if m.group(1) else n, (m.group(2) or "") + m.group(3))
             for n, m in enumerate((m for m in VALUE.finditer(text) if m.group(3) != "%"), 1)]
    return [kind for _, kind in sorted(found)]


def entry_faults(entries):
    for e in entries:
        text, japanese = e["msgid"], e.get("msgstr", "")
        if not text:
            continue
        if not japanese:
            yield f"no Japanese: {text!r}"
        elif "fuzzy" in e["flags"]:
            yield f"not certain (fuzzy): {text!r}"
        elif "c-format" in e["flags"] and values(japanese) not in (values(text), values(e.get("msgid_plural", text))):
            yield f"other values in Japanese: {text!r}: {japanese!r}"
        elif text.startswith("\n") != japanese.startswith("\n") or text.endswith("\n") != japanese.endswith("\n"):
            yield f"another line break at an end: {text!r}"


def msgfmt_faults(path):
    result = subprocess.run(["msgfmt", "--check", "--check-format", "-o", "/dev/null", path], capture_output=True, text=True)
    return result.stderr.splitlines() if result.returncode else []


def self_test():
    good = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    for bad in ('msgid "a"\nmsgstr ""\n', '#, fuzzy\nmsgid "a"\nmsgstr "b"\n', '#, c-format\nmsgid "%s %u"\nmsgstr "%u %s"\n',
                '#, c-format\nmsgid "%s"\nmsgstr "x"\n', 'msgid "a\\n"\nmsgstr "b"\n'):
        assert len(list(entry_faults(catalogue.parse(good + bad)))) == 1, bad
    assert not list(entry_faults(catalogue.parse(good + '#, c-format\nmsgid "%s %u"\nmsgstr "%2$u %1$s"\n')))
    with tempfile.NamedTemporaryFile("w", suffix=".po") as f:
        f.write(good + '#, c-format\nmsgid "%s"\nmsgstr "%d"\n')
        f.flush()
        assert msgfmt_faults(f.name)


def merge_faults(root):
    """What the merge would write must be what is there."""
    result = subprocess.run([sys.executable, root / "po/merge-parts.py", "--check"], capture_output=True, text=True)
    return (result.stdout + result.stderr).splitlines() if result.returncode else []


def main():
    self_test()
    root = pathlib.Path(sys.argv[1])
    entries = list(catalogue.parse((root / "po/ja.po").read_text(encoding="utf-8")))
    assert len(entries) > 300, "the catalogue is not there"
    faults = [*entry_faults(entries), *msgfmt_faults(root / "po/ja.po"), *merge_faults(root)]
    print("\n".join(faults) or f"{len(entries)} texts")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
