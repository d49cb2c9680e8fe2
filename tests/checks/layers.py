#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that includes point one way only: no folder uses a folder above it.

The order is the house's own (README, map of the tree). There is no list of exceptions."""
import pathlib
import re
import sys

CORE = ["core/base", "core/crypto", "core/model", "core/sync", "core/procedure", "core/form",
        "core/slip", "core/store", "core/stats", "core/exchange"]
LIBRARIES = ["print", "device", "client"]
PROGRAMS = ["app", "server", "ctl"]

# External headers that only one place may name.
ONLY_IN = [
    (re.compile(r"^(gtk|gdk|gsk|adwaita|adw)\b(?!-pixbuf)"), ["app"]),
    (re.compile(r"^libsoup/"), ["client", "server"]),
    (re.compile(r"^sqlite3\.h"), ["core/store/sqlite"]),
    (re.compile(r"^libpq"), ["core/store/pgsql"]),
    (re.compile(r"^sodium"), ["core/crypto"]),
    (re.compile(r"^json-glib/"), ["core/procedure", "core/exchange", "client", "server", "ctl"]),
    (re.compile(r"^(zbar|ZXing|zxing)"), ["device"]),
    (re.compile(r"^winscard|^PCSC"), ["device"]),
    (re.compile(r"^poppler"), ["print"]),
    (re.compile(r"^(gst)/"), ["device", "client"]),
]

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]')


def folder_of(path):
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] == "core" else parts[0]


def allowed(user, used):
    if user == used:
        return True
    if user in CORE:
        return used in CORE and CORE.index(used) < CORE.index(user)
    if user in LIBRARIES:
        return used in CORE
    return used in CORE or used in LIBRARIES


def faults_of(src, path):
    rel = path.relative_to(src).as_posix()
    user = folder_of(rel)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        m = INCLUDE.match(line)
        if not m:
            continue
        name = m.group(2)
        if name.startswith("../") or "/../" in name:
            yield f"{rel}:{number}: include paths start at src/, not '{name}'"
        used = folder_of(name) if (src / name).exists() else None
        if used and not allowed(user, used):
            yield f"{rel}:{number}: {user} must not use {used} ({name})"
        for pattern, homes in ONLY_IN:
            if pattern.search(name) and not any(rel.startswith(h + "/") for h in homes):
                yield f"{rel}:{number}: {name} belongs to {', '.join(homes)} alone"


def check(src):
    files = [p for p in src.rglob("*") if p.suffix in (".c", ".h", ".cc", ".cpp")]
    return len(files), [f for p in sorted(files) for f in faults_of(src, p)]


def self_test(tmp):
    """A check that cannot fail is no check: two wrong files must be found."""
    for rel, text in {"core/base/a.c": '#include "core/store/b.h"\n', "core/store/b.h": "#include <gtk/gtk.h>\n",
                      "app/c.c": '#include "server/d.h"\n', "server/d.h": ""}.items():
        p = tmp / rel
        p.parent.mkdir(parents=True, exist_ok=True)
        p.write_text(text)
    found = check(tmp)[1]
    assert len(found) == 3, found


if __name__ == "__main__":
    import tempfile
    with tempfile.TemporaryDirectory() as t:
        self_test(pathlib.Path(t))
    count, found = check(pathlib.Path(sys.argv[1]) / "src")
    print("\n".join(found))
    assert count > 10, "the sources are not there"
    sys.exit(1 if found else 0)
