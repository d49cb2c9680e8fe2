#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""No procedure, desk, question, event, centre or document of the demo city is
named as a string in the sources: nothing-hard-coded.py SOURCE_ROOT"""
import glob
import json
import os
import re
import sys

root = sys.argv[1]
city = os.path.join(root, "data", "city")


def load(path):
    with open(path, encoding="utf-8") as f:
        return json.load(f)


ids = set()
for name in ("desks", "centres", "questions", "referrals", "documents"):
    ids |= {entry["id"] for entry in load(os.path.join(city, name + ".json"))}
for folder in ("procedures", "guidance", "forms"):
    ids |= {load(path)["id"] for path in glob.glob(os.path.join(city, folder, "*.json"))}
assert len(ids) > 100, "the demo city was not read"

faults = []
for folder in ("src", "ui"):
    for path in glob.glob(os.path.join(root, folder, "**", "*"), recursive=True):
        if not path.endswith((".c", ".h", ".cc", ".ui", ".blp", ".html", ".in")):
            continue
        with open(path, encoding="utf-8") as f:
            for number, line in enumerate(f, 1):
                for text in re.findall(r'"([^"\\]+)"', line):
                    # ids that are common words (a desk "kodomo" is none of them)
                    if text in ids and text not in ("letter", "techo", "seal", "judgement"):
                        faults.append("%s:%d: “%s” is an id of the demo city" % (os.path.relpath(path, root), number, text))
print("\n".join(faults) if faults else "%d ids, none in the sources" % len(ids))
sys.exit(1 if faults else 0)
