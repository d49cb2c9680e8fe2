#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""viewer.py PROGRAM MODULES MAKE-SLIP: makes small documents, good and bad, and walks the viewer over them on a private display."""
import os
import pathlib
import subprocess
import sys
import tempfile

import mado_driver as driver

driver.in_session()
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "ctl"))
import pdf_specimens as make  # noqa: E402

os.environ["MADO_MODULE_DIR"] = sys.argv[2]
with tempfile.TemporaryDirectory() as folder, driver.Screen():
    paths = []
    for name, data in (("pages", make.pages(300)), ("plain", make.plain()), ("protected", make.protected(b"abc")),
                       ("script", make.script()), ("text", b"no document")):
        paths.append(pathlib.Path(folder) / f"{name}.pdf")
        paths[-1].write_bytes(data)
    subprocess.run([os.path.abspath(sys.argv[3]), folder], check=True)
    paths.append(pathlib.Path(folder) / "slip.pdf")
    status = subprocess.run([os.path.abspath(sys.argv[1]), "--check", *paths], check=False).returncode
sys.exit(status)
