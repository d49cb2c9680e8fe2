#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Flatpak manifest stays readable, names our program, asks for no more than the listed permissions, and builds every
library that the sources ask for and the runtime does not have."""
import pathlib
import re
import sys

import yaml

ALLOWED = {"--socket=wayland", "--socket=fallback-x11", "--share=ipc", "--share=network", "--socket=pcsc"}

# What the runtime of that version brings, and which module brings the rest.
RUNTIME = {"cairo", "cairo-pdf", "cairo-svg", "gdk-pixbuf-2.0", "gio-unix-2.0", "glib-2.0", "gmodule-2.0", "gobject-2.0", "gio-2.0", "gtk4",
           "gstreamer-1.0", "gstreamer-video-1.0", "gstreamer-app-1.0", "json-glib-1.0", "libarchive", "libcrypto", "libsoup-3.0", "libxml-2.0",
           "pangocairo", "sqlite3", "threads", "zlib"}
MODULES = {"libcbor": "libcbor", "libpcsclite": "pcsc-lite", "libqrencode": "libqrencode", "libseccomp": "libseccomp", "libsodium": "libsodium",
           "lept": "leptonica", "poppler-glib": "poppler", "tesseract": "tesseract", "xlsxwriter": "libxlsxwriter", "zbar": "zbar",
           "zxing": "zxing-cpp"}


def library_faults(manifest, wanted):
    built = {module["name"] for module in manifest["modules"]}
    for name in sorted(wanted - RUNTIME):
        if name not in MODULES:
            yield f"nobody said where the library {name} comes from"
        elif MODULES[name] not in built:
            yield f"the library {name} is not built: module {MODULES[name]} is missing"


def wanted_libraries(root):
    found = set()
    for path in [root / "meson.build", *(root / "src").rglob("meson.build")]:
        found |= set(re.findall(r"dependency\('([^']+)'", path.read_text(encoding="utf-8")))
    return found


def faults(manifest):
    for key in ("app-id", "runtime", "runtime-version", "sdk", "command", "modules"):
        if key not in manifest:
            yield f"'{key}' is missing"
    if manifest.get("app-id") != "io.github.madoguchi.Madoguchi":
        yield "wrong app-id"
    for extra in set(manifest.get("finish-args", [])) - ALLOWED:
        yield f"asks for {extra}"
    for module in manifest.get("modules", []):
        for source in module.get("sources", []):
            if source["type"] == "archive" and len(source.get("sha256", "")) != 64:
                yield f"{module['name']}: archive without its digest"
            if source["type"] == "git" and not ({"tag", "commit"} & set(source)):
                yield f"{module['name']}: not pinned"
            if source["type"] == "dir" and not (folder / source["path"] / "meson.build").exists():
                yield f"{module['name']}: {source['path']} holds no meson.build"


path = pathlib.Path(sys.argv[1]) / "flatpak" / "io.github.madoguchi.Madoguchi.yml"
folder = path.parent
assert list(faults({"finish-args": ["--filesystem=home"]})), "the check must be able to fail"
assert list(library_faults({"modules": []}, {"poppler-glib", "gtk4"})) == ["the library poppler-glib is not built: module poppler is missing"]
manifest_read = yaml.safe_load(path.read_text(encoding="utf-8"))
wanted_here = wanted_libraries(pathlib.Path(sys.argv[1]))
assert "poppler-glib" in wanted_here, "the build files are not read right"
found = [*faults(manifest_read), *library_faults(manifest_read, wanted_here)]
print("\n".join(found))
sys.exit(1 if found else 0)
