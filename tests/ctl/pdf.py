#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""madoguchi-ctl pdf render, on documents good and bad: madoguchi-ctl, folder of the modules."""
import os
import pathlib
import resource
import stat
import subprocess
import sys
import tempfile
import time

import pdf_specimens as make
from png_rows import png

ctl, modules = os.path.abspath(sys.argv[1]), sys.argv[2]
os.environ.update(MADO_MODULE_DIR=modules, LC_ALL="C.UTF-8")


def ink(path):
    width, height, channels, rows = png(path)
    return sum(byte < 128 for row in rows for byte in row) / channels


class Desk:
    def __init__(self, folder):
        self.folder = folder
        self.out = folder / "out.png"

    def put(self, name, data):
        path = self.folder / name
        path.write_bytes(data)
        return path

    def render(self, path, *options, out=None, expect, says=(), within=None):
        began = time.monotonic()
        done = subprocess.run([ctl, "pdf", "render", str(path), "--output", str(self.out if out is None else out), *options],
                              capture_output=True, text=True, timeout=60)
        took = time.monotonic() - began
        where = f"{path} {options}: {done.returncode} {done.stderr!r}"
        assert done.returncode == expect, where
        assert done.stdout == "", where
        for words in [says] if isinstance(says, str) else says:
            assert words in done.stderr, where
        if expect == 1:
            assert done.stderr.strip().count("\n") == 0 and done.stderr.strip().endswith("."), where
            assert out is not None or not self.out.exists(), where
        else:
            # Nothing is said of a document in which there is nothing to say.
            assert bool(done.stderr) == bool(says), where
        assert within is None or took < within, f"{where} took {took:.1f} s"
        left = [n for n in os.listdir(self.folder) if n.startswith(".madoguchi")]
        assert not left, left

    def drawn(self, path, *options, says=(), **how):
        self.render(path, *options, expect=0, says=says, **how)
        found = png(self.out), ink(self.out)
        assert stat.S_IMODE(self.out.stat().st_mode) == 0o600
        self.out.unlink()
        return found


def good(desk):
    (width, height, channels, _), dots = desk.drawn(desk.put("plain.pdf", make.plain()), "--page", "1", "--dpi", "72")
    assert (width, height, channels) == (200, 100, 1) and 100 < dots < 3000, (width, height, channels, dots)
    (width, height, _, _), _ = desk.drawn(desk.folder / "plain.pdf", "--page=1", "--dpi=144")
    assert (width, height) == (400, 200)
    for i, n in ((1, 100), (300, 399)):
        (width, _, _, _), _ = desk.drawn(desk.put("pages.pdf", make.pages(300)), "--page", str(i), "--dpi", "72")
        assert width == n, width


def japanese(desk):
    """A font that the document does not bring is found within the walls, as outside of them."""
    path = desk.put("japanese.pdf", make.japanese())
    desk.render(path, "--dpi", "72", expect=0)
    ours = png(desk.out)[3]
    desk.out.unlink()
    subprocess.run(["pdftocairo", "-png", "-singlefile", "-gray", "-r", "72", path, desk.folder / "theirs"], check=True,
                   stderr=subprocess.DEVNULL)
    data = subprocess.run(["convert", desk.folder / "theirs.png", "-depth", "8", "gray:-"], capture_output=True, check=True).stdout
    assert len(data) == 200 * 100
    theirs = [data[y * 200:(y + 1) * 200] for y in range(100)]
    marks = sum(b < 128 for row in theirs for b in row)
    apart = sum(abs(a - b) > 100 for mine, other in zip(ours, theirs) for a, b in zip(mine, other))
    assert marks > 500 and apart < marks / 20, (marks, apart)


def passwords(desk):
    for word in ("abc", "ひみつ", "é"):
        path = desk.put("protected.pdf", make.protected(word.encode("cp932" if word == "ひみつ" else "latin-1")))
        desk.render(path, expect=1, says="denied: The document is protected by a password.")
        desk.render(path, "--password", "wrong", expect=1, says="denied: The password is not right.")
        desk.render(path, "--password", "", expect=1, says="denied: The password is not right.")
        assert desk.drawn(path, "--password", word)[1] > 100
        assert desk.drawn(path, "--password", "owner")[1] > 100
    desk.render(desk.put("persons.pdf", make.for_persons()), expect=1, says="unsupported: ")
    assert desk.drawn(desk.folder / "plain.pdf", "--password", "for nothing")[1] > 100


def bad(desk):
    desk.render(desk.put("empty.pdf", b""), expect=1, says="invalid: The file is empty.")
    desk.render(desk.put("text.pdf", b"no document\n" * 50), expect=1, says="invalid: This file is not a PDF document.")
    desk.render(desk.put("cut.pdf", make.cut()), expect=1, says="damaged: ")
    desk.render(desk.folder / "none.pdf", expect=1, says="not-found: ")
    desk.render(desk.folder, expect=1, says="invalid: ")
    desk.render("/dev/zero", expect=1, says="invalid: ")
    fifo = desk.folder / "fifo.pdf"
    os.mkfifo(fifo)
    desk.render(fifo, expect=1, says="invalid: ", within=5)
    assert desk.drawn(desk.put("damaged.pdf", make.damaged()), says="Parts of the document are damaged.")[1] > 100
    assert desk.drawn(desk.put("endless.pdf", make.endless()), says="Parts of the document are damaged.")[1] > 100
    assert desk.drawn(desk.put("misdirected.pdf", make.misdirected()))[1] > 100
    desk.render(desk.put("huge.pdf", make.huge_page()), expect=1, says="no-space: ")


def numbers(desk):
    path = desk.folder / "plain.pdf"
    for page in ("0", "2", "-1", "x", "", "1.5", "99999999999999999999"):
        desk.render(path, "--page", page, expect=1, says=f"not-found: There is no page {page}. The document has pages 1 to 1.")
    for dpi in ("0", "-1", "x", "", "nan", "inf", "1e99", "7201"):
        desk.render(path, "--dpi", dpi, expect=1, says="invalid: ")
    desk.render(desk.put("large.pdf", make.page(make.TEXT, box=b"0 0 842 1191")), "--dpi", "7200", expect=1, says="no-space: ")
    # In bands: the picture is larger than what is drawn at one time.
    desk.render(desk.folder / "large.pdf", "--dpi", "400", expect=0)
    desk.out.unlink()
    for words in ([], [str(path)], ["--output", "x.png"], [str(path), "--output"], [str(path), "--output", "x.png", "--colour", "red"],
                  [str(path), "second.pdf", "--output", "x.png"]):
        assert subprocess.run([ctl, "pdf", "render", *words], capture_output=True, cwd=desk.folder).returncode == 2, words


def harm(desk):
    """Neither time nor memory without end."""
    def usage():
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024

    for name in ("bomb", "picture_bomb", "endless_form"):
        path = desk.put(name + ".pdf", getattr(make, name)())
        done = subprocess.run([ctl, "pdf", "render", str(path), "--output", str(desk.out)], capture_output=True, text=True, timeout=30)
        assert done.returncode in (0, 1), (name, done)
        assert done.returncode == 0 or done.stderr.startswith(("timeout: ", "no-space: ", "damaged: ")), (name, done.stderr)
        desk.out.unlink(missing_ok=True)
    assert usage() < 512, usage()


def told(desk):
    """What a document would like to do is not done, but told."""
    for name, words in (("script", "JavaScript"), ("hidden_script", "JavaScript"), ("launch", "Launch"), ("xfa", "XFA")):
        assert desk.drawn(desk.put(name + ".pdf", getattr(make, name)()), says=words)[1] > 100, name


def outputs(desk):
    path = desk.folder / "plain.pdf"
    desk.render(path, out=desk.folder / "nowhere" / "out.png", expect=1, says="not-found: ")
    desk.render(path, out=desk.folder, expect=1, says="denied: ")
    desk.render(path, out="", expect=1, says="not-found: ")
    desk.render(path, out="/dev/full", expect=1, says="no-space: ")
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)
    former = desk.put("former.png", b"as it was")
    desk.render(desk.folder / "cut.pdf", out=former, expect=1, says="damaged: ")
    assert former.read_bytes() == b"as it was"
    link = desk.folder / "link.png"
    link.symlink_to(former)
    desk.render(path, out=link, expect=0)
    assert link.is_symlink() and former.read_bytes().startswith(b"\x89PNG")


def confined(desk):
    """No walls, or no renderer at all: never in silence."""
    here = pathlib.Path(modules) / "print" / "renderer" / "madoguchi-render"
    assert here.exists(), here
    env = dict(os.environ, MADO_MODULE_DIR=str(desk.folder))
    done = subprocess.run([ctl, "pdf", "render", str(desk.folder / "plain.pdf"), "--output", str(desk.out)],
                          capture_output=True, text=True, env=env)
    assert done.returncode == 1 and done.stderr.startswith("unsupported: "), done
    assert not desk.out.exists()


with tempfile.TemporaryDirectory() as folder:
    for part in (good, japanese, passwords, bad, numbers, harm, told, outputs, confined):
        part(Desk(pathlib.Path(folder)))
        print(part.__name__)
