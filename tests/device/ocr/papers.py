#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Made-up papers as a camera sees them, read as the desk would read them.

  papers.py CTL SPECIMEN [--bench [N]]

As a test: a few sheets of each kind; bad pictures. With --bench: N sheets of each kind, figures by field on standard
output. Dates and numbers must be right in 95 of 100; what is wrong must never be called sure; 個人番号 and 住民票コード
must not come out."""
import collections
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import zlib

KINDS = {"tenshutsu": "move-out", "tenshutsu-blocks": "move-out", "shikaku": "insurance", "soshitsu": "insurance-ended"}
FIGURES = {"birth", "planned_date", "acquired_date", "lost_date", "insurance_symbol", "insurance_number", "sex"}
ctl, specimen = sys.argv[1:3]
folder = pathlib.Path(tempfile.mkdtemp(prefix="mado-papers-"))


def read(picture):
    return subprocess.run([ctl, "paper", "read", str(picture)], capture_output=True, text=True, timeout=120)


def draw(kind, seed, *how):
    picture = folder / f"{kind}-{seed}.png"
    out = subprocess.run([specimen, kind, str(seed), picture, *how], capture_output=True, text=True, check=True).stdout
    return picture, {tuple(line.split("\t")[:2]): line.split("\t")[2] for line in out.splitlines()}


class Count:
    def __init__(self):
        self.all = collections.Counter()
        self.right = collections.Counter()
        self.sure = 0
        self.faults = []

    def take(self, kind, seed, how, truth):
        picture, wanted = draw(kind, seed, *how)
        out = read(picture)
        assert out.returncode == 0, (kind, seed, out.stderr)
        lines = out.stdout.splitlines()
        assert lines[0] == f"kind={KINDS[kind]}", (kind, seed, lines[0])
        if kind.startswith("tenshutsu"):
            persons = len({person for _, person in wanted if person != "-"})
            assert int(lines[1].removeprefix("masked=")) >= persons, (kind, seed, lines[1])
        got = {}
        for line in lines[2:]:
            key, person, sure, confidence, value = line.split("\t")
            assert not re.search(r"\d{4}\s?\d{4}\s?\d{4}|\d{11}", value), (kind, seed, key)
            got[key, person] = (sure == "sure", int(confidence), value)
        for (key, person), value in wanted.items():
            self.all[key] += 1
            sure, _, seen = got.get((key, person), (False, 0, None))
            self.right[key] += seen == value
            self.sure += sure
            if sure and seen != value:
                self.faults.append(f"{kind} {seed}: {key} {person} is {value}, called sure: {seen}")
        picture.unlink()

    def share(self, keys):
        return sum(self.right[k] for k in keys) / max(1, sum(self.all[k] for k in keys))


def sheets(n):
    count = Count()
    for kind in KINDS:
        for seed in range(n):
            count.take(kind, seed, ["photo"] if seed else [], KINDS)
    return count


def upside_down():
    picture, wanted = draw("shikaku", 9, "photo")
    turned = folder / "turned.png"
    subprocess.run(["convert", picture, "-rotate", "180", turned], check=True)
    out = read(turned)
    assert out.returncode == 0 and f"\t{wanted['birth', '0']}" in out.stdout, out


def white_png(side):
    """A square of one bit a pixel: a few kB that would be hundreds of megabytes."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    rows = zlib.compress((b"\0" + b"\xff" * ((side + 7) // 8)) * side, 9)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)) +
            chunk(b"IDAT", rows) + chunk(b"IEND", b""))


def bad_pictures():
    good = draw("shikaku", 1)[0].read_bytes()
    blank = folder / "blank.png"
    subprocess.run(["convert", "-size", "1200x1600", "xc:white", blank], check=True)
    cases = {"empty": b"", "text": "転出証明書\n".encode() * 20, "cut": good[: len(good) // 2], "noise": bytes(range(256)) * 40,
             "blank": blank.read_bytes(), "too large": white_png(20000)}
    for name, data in cases.items():
        path = folder / "bad"
        path.write_bytes(data)
        out = read(path)
        assert out.returncode == 1 and out.stdout == "" and len(out.stderr.strip()) > 20, (name, out)
    out = read(folder / "not-there.png")
    assert out.returncode == 1 and out.stdout == "", out


if "--bench" in sys.argv:
    n = int(sys.argv[sys.argv.index("--bench") + 1]) if len(sys.argv) > sys.argv.index("--bench") + 1 else 10
    count = sheets(n)
    for key in sorted(count.all):
        print(f"{key} {count.right[key]} of {count.all[key]}")
    print(f"figures {count.share(FIGURES):.4f}")
    print(f"all {count.share(count.all):.4f}")
    print(f"sure {count.sure / sum(count.all.values()):.4f}")
    print(f"wrong and sure {len(count.faults)}")
    sys.exit(0)

count = sheets(2)
print(f"{sum(count.all.values())} fields, {count.share(count.all):.3f} right, figures {count.share(FIGURES):.3f}, {count.sure} sure")
assert not count.faults, count.faults
assert count.share(FIGURES) >= 0.95, {k: (count.right[k], count.all[k]) for k in FIGURES}
assert count.share(count.all) >= 0.80
upside_down()
bad_pictures()
