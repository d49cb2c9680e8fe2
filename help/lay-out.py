#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lays the help out as a viewer looks for it: DIR/C/madoguchi/*.page and DIR/ja/madoguchi/*.page.

lay-out.py STAMP DIR LANGUAGE.po PAGE ..."""
import pathlib
import shutil
import subprocess
import sys
import tempfile

stamp, target, catalogue, *pages = map(pathlib.Path, sys.argv[1:])


def fresh(language):
    folder = target / language / "madoguchi"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


english = fresh("C")
for page in pages:
    shutil.copy(page, english)

with tempfile.TemporaryDirectory() as t:
    compiled = pathlib.Path(t) / f"{catalogue.stem}.mo"
    subprocess.run(["msgfmt", "-o", compiled, catalogue], check=True)
    subprocess.run(["itstool", "-m", compiled, "-o", fresh(catalogue.stem), *pages], check=True)

stamp.write_text("")
