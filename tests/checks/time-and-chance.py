#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""MadoClock is the only source of time, MadoRandom the only source of chance."""
import pathlib
import re
import sys

FORBIDDEN = re.compile(
    r"\b(g_get_real_time|g_date_time_new_now\w*|g_random_\w+|g_rand_\w+|g_uuid_string_random|gettimeofday|randombytes\w*"
    r"|clock_gettime|getrandom|arc4random\w*|(?<![\w.>])time|(?<![\w.>])s?rand(?:om)?|g_date_set_time_t)\s*\(")
HOMES = {"core/base/mado-clock.c", "core/base/mado-random.c"}
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\])*\"", re.S)


def faults_in(text):
    bare = COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m.group(0)), text)
    return [(bare.count("\n", 0, m.start()) + 1, m.group(1)) for m in FORBIDDEN.finditer(bare)]


assert faults_in("x = time (NULL);\n") == [(1, "time")]
assert faults_in("/* time (NULL) */ a->time (1); g_random_int ();") == [(1, "g_random_int")]

root = pathlib.Path(sys.argv[1]) / "src"
bad = 0
seen = 0
for path in sorted(root.rglob("*.[ch]*")):
    rel = path.relative_to(root).as_posix()
    seen += 1
    if rel in HOMES:
        continue
    for line, name in faults_in(path.read_text(encoding="utf-8")):
        print(f"src/{rel}:{line}: {name}() is not for here; take a MadoClock or MadoRandom")
        bad += 1
assert seen > 10
sys.exit(1 if bad else 0)
