#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads DT_NEEDED of the built desktop: heavy libraries live in modules loaded on demand, because merely linking them
costs a third of an empty window's start."""
import re
import subprocess
import sys

ALLOWED = re.compile(
    r"^(libgtk-4|libadwaita-1|libpango(cairo|ft2)?-1\.0|libcairo(-gobject)?|libgdk_pixbuf-2\.0|libgraphene-1\.0|libharfbuzz"
    r"|lib(glib|gobject|gio|gmodule)-2\.0|libsqlite3|libsodium|libcbor|libjson-glib-1\.0|libz|libqrencode|libc|libm|ld-linux.*"
    r"|libintl|libfontconfig|libX11|libfreetype)\.so")


def needed(path):
    out = subprocess.run(["readelf", "-d", path], capture_output=True, text=True, check=True).stdout
    return re.findall(r"\(NEEDED\).*\[([^\]]+)\]", out)


assert not ALLOWED.match("libpoppler-glib.so.8") and not ALLOWED.match("libsoup-3.0.so.0")
found = needed(sys.argv[1])
assert "libgtk-4.so.1" in found, found
wrong = [name for name in found if not ALLOWED.match(name) and not re.match(r"lib(asan|ubsan|tsan)", name)]
for name in wrong:
    print(f"{sys.argv[1]} links {name}: load it on demand instead")
sys.exit(1 if wrong else 0)
