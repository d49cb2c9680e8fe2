#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the renderer tells of a document: text, links, outline, fields, attachments, hits, signatures. Arguments: render-say,
folder of the modules, folder of pdf_specimens.py."""
import os
import pathlib
import subprocess
import sys
import tempfile

say = os.path.abspath(sys.argv[1])
sys.path.insert(0, sys.argv[3])
import pdf_specimens as make  # noqa: E402
import signed  # noqa: E402

os.environ.update(MADO_MODULE_DIR=sys.argv[2], LC_ALL="C.UTF-8")


def told(path, *words):
    done = subprocess.run([say, str(path), *words], capture_output=True, text=True, timeout=60, errors="strict")
    assert done.returncode == 0, done.stderr
    return [line.split("\t") for line in done.stdout.splitlines()]


def of(lines, kind):
    return [line[1:] for line in lines if line[0] == kind]


def contents(folder):
    path = folder / "contents.pdf"
    path.write_bytes(make.page(
        b"BT /F 24 Tf 20 40 Td (Madoguchi) Tj ET BT /J 12 Tf 20 70 Td <%s> Tj ET" % "窓口の案内".encode("cp932").hex().encode(),
        catalog=b"/Outlines 20 0 R /Names << /EmbeddedFiles << /Names [(a) 22 0 R] >> >> /AcroForm << /Fields [24 0 R] >>",
        page_extra=b"/Annots [25 0 R 26 0 R 24 0 R]",
        more={
            20: b"<< /Type /Outlines /First 21 0 R /Last 21 0 R /Count 1 >>",
            # An outline that comes back to itself.
            21: b"<< /Title (Start) /Parent 20 0 R /Dest [3 0 R /Fit] /Next 21 0 R >>",
            22: b"<< /Type /Filespec /F (list.txt) /UF (list.txt) /EF << /F 23 0 R >> >>",
            23: make.stream(b"twelve bytes", b"/Type /EmbeddedFile"),
            24: b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (Yamada) /Rect [20 5 180 25] /DA (/F 10 Tf) >>",
            25: b"<< /Type /Annot /Subtype /Link /Rect [20 40 120 60] /A << /S /URI /URI (https://example.org/) >> >>",
            26: b"<< /Type /Annot /Subtype /Link /Rect [0 0 10 10] /A << /S /Launch /F (x) >> >>",
        }))
    lines = told(path, "案内", "MADOGUCHI", "none")
    assert of(lines, "text")[0][0] == "0" and "窓口の案内" in of(lines, "text")[0][1] and "Madoguchi" in of(lines, "text")[0][1], lines
    entries = of(lines, "entry")
    assert entries[0] == ["0", "Start", "1", "0"] and len(entries) <= 5000, entries[:3]
    assert of(lines, "attachment") == [["list.txt", "12"]], lines
    assert ["0", "2", "name", "Yamada"] in of(lines, "field"), lines
    # From the top left corner: the page is 100 points high.
    assert ["0", "20 40 120 60", "2", "-1", "https://example.org/"] in of(lines, "link"), lines
    assert any(link[1] == "0 90 10 100" and link[2] == "3" for link in of(lines, "link")), lines
    hits = of(lines, "hit")
    assert len(hits) == 2 and "窓口の案内" in hits[0][2] and "Madoguchi" in hits[1][2], hits


def many(folder):
    path = folder / "many.pdf"
    path.write_bytes(make.pages(700))
    hits = of(told(path, "madoguchi"), "hit")
    # The first pages are too narrow for the word; what lies outside of a page is not found.
    assert [int(h[0]) for h in hits if int(h[0]) >= 40] == list(range(40, 700))


def signatures(folder):
    signed.key(folder)
    good = signed.document(folder)
    path = folder / "signed.pdf"
    path.write_bytes(good)
    # Valid; nobody here vouches for who issued the certificate; the whole file.
    (found,) = of(told(path), "signature")
    assert found[0] == "Test Signer" and found[1] == "0" and found[2] in "12" and found[3] == "1", found
    path.write_bytes(good.replace(b"(Madoguchi)", b"(Madoguche)"))
    (found,) = of(told(path), "signature")
    assert found[1] == "2", found
    path.write_bytes(good + b"\n50 0 obj\n(added afterwards)\nendobj\n" + good[good.rindex(b"startxref"):])
    (found,) = of(told(path), "signature")
    assert found[1] == "0" and found[3] == "2", found
    # A picture of a seal is no signature.
    path.write_bytes(make.page(b"1 0 0 RG 50 50 20 20 re S"))
    assert of(told(path), "signature") == []


with tempfile.TemporaryDirectory() as folder:
    for part in (contents, many, signatures):
        part(pathlib.Path(folder))
        print(part.__name__)
