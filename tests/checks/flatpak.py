#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Flatpak manifest stays readable, names our program, and asks for no more than the listed permissions."""
import pathlib
import sys

import yaml

ALLOWED = {"--socket=wayland", "--socket=fallback-x11", "--share=ipc", "--share=network", "--socket=pcsc"}


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
found = list(faults(yaml.safe_load(path.read_text(encoding="utf-8"))))
print("\n".join(found))
sys.exit(1 if found else 0)
