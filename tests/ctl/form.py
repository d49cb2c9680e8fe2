#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A form with every kind of field over a background, printed by madoguchi-ctl and drawn by the confined renderer; and
backgrounds that cannot be used: madoguchi-ctl, source root, folder of the modules. With --golden: writes the picture anew.

The golden picture is compared in cells of 4 × 4 dots of 75 dpi: the mean of a cell may differ by GREY, and SHARE of the
cells by more. So another release of the font, of cairo or of FreeType passes, and a field that is missing, moved by a
millimetre or printed twice does not (both are tried below)."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import pdf_specimens as make
from png_rows import png

ctl, root = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
os.environ.update(MADO_MODULE_DIR=os.path.abspath(sys.argv[3]), LC_ALL="C.UTF-8")
GOLDEN = root / "tests/data/form/every-kind.png"
DPI, CELL, GREY, SHARE = 75, 4, 30, 0.0005
LARGEST = 150_000
A5 = b"0 0 419.53 595.28"
PAPER = (b"0.5 w 51 430 325 92 re S 0.9 0.95 1 rg 51 250 325 90 re f 0 g 0.3 w 51 476 m 376 476 l S "
         b"BT /J 8 Tf 30 570 Td <%s> Tj ET" % "様式第三号　太枠の中に書く".encode("cp932").hex().encode())
RARE = ["𠮷田 﨑子 髙", "辻󠄀丸", "東"]


def two_pages():
    """The form is on the second page."""
    return make.page(PAPER, box=A5, more={
        2: b"<< /Type /Pages /Kids [9 0 R 3 0 R] /Count 2 >>",
        9: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 10 0 R /Resources << >> >>",
        10: make.stream(b"0 0 50 50 re f")})


def run(*arguments):
    return subprocess.run([ctl, *map(str, arguments)], capture_output=True, text=True, timeout=60)


class Pack:
    def __init__(self, folder):
        self.dir = folder / "pack"
        shutil.copytree(root / "tests/pack-mini", self.dir)
        self.form = self.dir / "forms/mooring.json"
        self.layout = json.loads((root / "tests/data/form/every-kind.json").read_text())
        self.paper(two_pages())
        self.save()

    def paper(self, data):
        (self.dir / "forms/paper.pdf").write_bytes(data)

    def save(self, **changes):
        layout = dict(self.layout, **changes)
        self.form.write_text(json.dumps({k: v for k, v in layout.items() if v is not None}, ensure_ascii=False, indent=1))

    def print(self, out, values=None, sample="plain"):
        values_file = out.with_suffix(".json")
        values_file.write_text(json.dumps(values or {}))
        return run("pack", "form", self.dir, "mooring", "--output", out, "--sample", sample, "--values", values_file)

    def refused(self, *says):
        """The check and the printing both refuse, with the file's place; nothing is written."""
        out = self.dir.parent / "refused.pdf"
        checked, printed = run("pack", "check", self.dir), self.print(out)
        assert checked.returncode == 1 and "forms/mooring.json:" in checked.stderr, (says, checked)
        for word in says:
            assert word in checked.stderr, (word, checked.stderr)
        assert printed.returncode == 1 and printed.stderr and not out.exists(), (says, printed)


def cells(rows, width, height, channels):
    grey = [[sum(row[x * channels:(x + 1) * channels]) / channels for x in range(width)] for row in rows]
    return [[sum(grey[y + dy][x + dx] for dy in range(CELL) for dx in range(CELL)) / CELL ** 2
             for x in range(0, width - CELL + 1, CELL)] for y in range(0, height - CELL + 1, CELL)]


def differing(picture, golden=GOLDEN, below=0):
    """Share of the cells that differ, of those below the first rows."""
    (w, h, c, rows), (gw, gh, gc, grows) = png(picture), png(golden)
    assert (w, h) == (gw, gh), (w, h, gw, gh)
    a, b = cells(rows, w, h, c), cells(grows, gw, gh, gc)
    far = sum(abs(x - y) > GREY for one, other in zip(a[below:], b[below:]) for x, y in zip(one, other))
    return far / (len(a) * len(a[0]))


def draw(pdf, picture):
    done = run("pdf", "render", pdf, "--dpi", DPI, "--output", picture)
    assert done.returncode == 0, done.stderr


def golden(pack, folder, write):
    values = {"visitor.payer": RARE[0], "boat_name": RARE[1], "boat_length": "1204",
              "berth": "east", "arrival": "1989-01-08"}
    checked = run("pack", "check", pack.dir)
    assert checked.returncode == 0, checked.stderr
    pdf, picture = folder / "form.pdf", folder / "form.png"
    done = pack.print(pdf, values)
    assert done.returncode == 0 and done.stderr == "", done
    draw(pdf, picture)
    if write:
        shutil.copy(picture, GOLDEN)
    share = differing(picture)
    assert share <= SHARE, f"{share:.4f} of the picture differs from {GOLDEN}"
    size = pdf.stat().st_size
    assert size <= LARGEST, size
    text = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True).stdout
    for word in RARE + ["太枠の中に書く", "平成元年1月8日"]:
        assert word in text, (word, text)
    fonts = subprocess.run(["pdffonts", pdf], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert fonts and all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts), fonts
    print(f"form: {size} bytes, {len(fonts)} fonts, {share:.5f} of the picture differs")
    return values


def what_the_golden_picture_sees(pack, folder, values):
    """A millimetre, a field, another era, or the background missing: each is seen."""
    items = pack.layout["items"]
    moved = [dict(i, x=i["x"] + 1) if i.get("path") == "visitor.payer" else i for i in items]
    for name, changes in [("moved", {"items": moved}), ("left out", {"items": items[:-1]}), ("white", {"background": None})]:
        pack.save(**changes)
        assert pack.print(folder / "other.pdf", values).returncode == 0
        draw(folder / "other.pdf", folder / "other.png")
        assert differing(folder / "other.png") > 2 * SHARE, (name, differing(folder / "other.png"))
    pack.save()
    assert pack.print(folder / "other.pdf", dict(values, arrival="2019-05-01")).returncode == 0
    draw(folder / "other.pdf", folder / "other.png")
    assert differing(folder / "other.png") > 2 * SHARE, differing(folder / "other.png")


def long_values(pack, folder):
    """Shrinks, wraps, then goes on a sheet of its own and says so."""
    name = "勅使河原左衛門佐" * 12
    done = pack.print(folder / "long.pdf", {"boat_name": name, "boat_length": "12345678"})
    assert done.returncode == 0 and "別紙" in done.stderr and "more digits" in done.stderr, done.stderr
    text = subprocess.run(["pdftotext", "-raw", folder / "long.pdf", "-"], capture_output=True, text=True).stdout
    assert name in text.replace("\n", "").replace(" ", ""), text
    assert "別紙1" in text


def bad_backgrounds(pack):
    good = two_pages()
    pack.save(background={"file": "paper.pdf"})
    pack.refused("2 pages")
    pack.save(background={"file": "paper.pdf", "page": 3})
    pack.refused("no page 3")
    pack.save(background={"file": "paper.pdf", "page": 1})
    pack.refused("35 × 35 mm")
    pack.save(background={"file": "paper.pdf", "page": 2, "sha256": "0" * 64})
    pack.refused("sha256")
    pack.save(background={"file": "paper.pdf", "page": 2, "sha256": "xyz"})
    pack.refused("hexadecimal")
    pack.save(background={"file": "other.pdf"})
    pack.refused("other.pdf")
    pack.save(background={"file": "../city.json"})
    pack.refused("not in forms/")
    pack.save(background=7)
    pack.refused("background")
    pack.save()
    for data, says in [(b"no document at all", "not a PDF"), (b"", "empty"), (good[:len(good) // 3], "damaged"),
                       (make.protected(b"geheim"), "password"), (b"%PDF-1.4\n" + bytes(9 << 20), "MiB")]:
        pack.paper(data)
        pack.refused(says)
    pack.paper(good)


def bad_items(pack):
    items = pack.layout["items"]
    for change, says in [({"x": 140}, "outside the sheet"), ({"path": "nobody.knows"}, "nobody.knows"), ({"path": None}, "\"path\""),
                         ({"size": 0}, "points"), ({"w": -1}, "outside"), ({"y": 29}, "printed over"), ({"kind": "stamp"}, "stamp"),
                         ({"colour": "red"}, "colour"), ({"kind": "wareki"}, "no date"), ({"kind": "digits"}, "cells"),
                         ({"kind": "check", "value": "", "path": "berth"}, "never have"), ({"x": "12"}, "number")]:
        wrong = {k: v for k, v in dict(items[3], **change).items() if v is not None}
        pack.save(items=items[:3] + [wrong] + items[4:])
        checked = run("pack", "check", pack.dir)
        assert checked.returncode == 1 and says in checked.stderr and "forms/mooring.json:" in checked.stderr, (says, checked.stderr)
    pack.save()


def nothing_of_the_document_but_what_is_seen(pack, folder):
    """Scripts, links and attachments of a background do not come along."""
    pack.paper(make.page(PAPER, box=A5, catalog=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
                         page_extra=b"/Annots [ << /Type /Annot /Subtype /Link /Rect [0 0 400 500] /Border [0 0 0] "
                                    b"/A << /S /URI /URI (http://example.org/) >> >> ]"))
    pack.save(background="paper.pdf")
    out = folder / "evil.pdf"
    assert pack.print(out).returncode == 0
    plain = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", out, "-"], capture_output=True).stdout if shutil.which("qpdf") else out.read_bytes()
    for word in (b"/JavaScript", b"/JS", b"/URI", b"/Annot", b"/OpenAction", b"/Launch"):
        assert word not in plain, word
    pack.paper(two_pages())
    pack.save()


def many_kanji(pack, folder):
    """The letters of a background whose font is embedded stand where they stood: cairo 1.16 alone would set one kanji in
    fifty on top of the next. Five hundred of them stay below the size for a form, in both papers together."""
    kanji = [bytes([0xa0 + row, 0xa0 + cell]).decode("euc_jp") for row in range(16, 23) for cell in range(1, 95)][:520]
    lines = [{"kind": "static", "x": 5, "y": 20 + line * 9, "w": 138, "h": 6, "size": 9, "label": "".join(kanji[line * 40:line * 40 + 40])}
             for line in range(13)]
    paper, out = folder / "paper.pdf", folder / "over.pdf"
    pack.save(items=lines, background=None)
    assert pack.print(paper).returncode == 0
    pack.paper(paper.read_bytes())
    pack.save(items=[], background="paper.pdf")
    assert pack.print(out).returncode == 0
    draw(paper, folder / "paper.png")
    draw(out, folder / "over.png")
    share = differing(folder / "over.png", folder / "paper.png", below=10)  # both have a case number at the head
    assert share == 0, share
    text = subprocess.run(["pdftotext", "-raw", out, "-"], capture_output=True, text=True).stdout
    assert all(line["label"] in text for line in lines), text
    assert out.stat().st_size <= LARGEST, out.stat().st_size
    print(f"520 kanji: {out.stat().st_size} bytes")
    pack.paper(two_pages())
    pack.save()


def words(pack, folder):
    for arguments in [(), (pack.dir,), (pack.dir, "mooring"), (pack.dir, "mooring", "more", "--output", folder / "x.pdf"),
                      (pack.dir, "mooring", "--output"), (pack.dir, "mooring", "--outptu", "x")]:
        assert run("pack", "form", *arguments).returncode == 2, arguments
    for arguments in [(pack.dir, "nothing", "--output", folder / "x.pdf"), (folder, "mooring", "--output", folder / "x.pdf"),
                      (pack.dir, "../city", "--output", folder / "x.pdf"),
                      (pack.dir, "mooring", "--output", folder / "x.pdf", "--sample", "odd"),
                      (pack.dir, "mooring", "--output", folder / "x.pdf", "--values", folder / "none.json"),
                      (pack.dir, "mooring", "--output", folder / "no/such/folder.pdf")]:
        done = run("pack", "form", *arguments)
        assert done.returncode == 1 and done.stderr and not (folder / "x.pdf").exists(), (arguments, done)


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    pack = Pack(folder)
    values = golden(pack, folder, "--golden" in sys.argv)
    what_the_golden_picture_sees(pack, folder, values)
    long_values(pack, folder)
    bad_backgrounds(pack)
    bad_items(pack)
    nothing_of_the_document_but_what_is_seen(pack, folder)
    many_kanji(pack, folder)
    words(pack, folder)
