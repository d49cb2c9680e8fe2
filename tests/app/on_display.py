#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""on_display.py PROGRAM [ARG ...]: runs a program on a private X server and D-Bus session; its exit status is ours."""
import subprocess
import sys

import mado_driver as driver

driver.in_session()
with driver.Screen():
    status = subprocess.run(sys.argv[1:], check=False).returncode
sys.exit(status)
