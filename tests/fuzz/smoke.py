#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every fuzz target over its seeds and some changes of them: smoke.py SEED-SLIPS TARGET …"""
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TURNS = {"render-file": 3, "render": 30, "plan": 10, "certificates": 50, "slip": 40, "frame": 20}  # the slow ones

with tempfile.TemporaryDirectory() as folder:
    subprocess.run([sys.executable, HERE / "seeds.py", folder, sys.argv[1]], check=True)
    faults = 0
    for program in sys.argv[2:]:
        name = os.path.basename(program).removeprefix("smoke-")
        done = subprocess.run([program, f"{folder}/{name}", str(TURNS.get(name, 100))], stdout=subprocess.PIPE, text=True)
        print(f"{name}: {done.stdout.strip() or done.returncode}", flush=True)
        faults += done.returncode != 0
    sys.exit(1 if faults else 0)
