# SPDX-License-Identifier: GPL-3.0-or-later
"""Small PDF documents, good and bad, made by program: nobody else's document is needed to test with."""
import hashlib
import zlib


def document(objects, root=1, trailer=b"", damaged=False):
    """objects: {number: bytes between obj and endobj}. A wrong `startxref` if damaged."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in sorted(places.items()):
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    out += b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        max(objects) + 1, root, trailer, 7 if damaged else start)
    return bytes(out)


def stream(data, extra=b""):
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), extra, data)


def page(content, box=b"0 0 200 100", catalog=b"", page_extra=b"", more=None, fonts=b"/F 5 0 R /J 6 0 R", **how):
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R "
           b"/Resources << /Font << %s >> >> %s >>" % (box, fonts, page_extra),
        4: content if content.startswith(b"<<") else stream(content),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        6: b"<< /Type /Font /Subtype /Type0 /BaseFont /Ryumin-Light /Encoding /90ms-RKSJ-H /DescendantFonts [7 0 R] >>",
        7: b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Ryumin-Light /DW 1000 /FontDescriptor 8 0 R "
           b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> >>",
        8: b"<< /Type /FontDescriptor /FontName /Ryumin-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
           b"/Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
    }
    objects.update(more or {})
    return document(objects, **how)


TEXT = b"BT /F 24 Tf 20 40 Td (Madoguchi) Tj ET"


def plain():
    return page(TEXT)


def japanese():
    """A font that is not embedded, in the encoding of old office programs."""
    return page(b"BT /J 24 Tf 20 40 Td <%s> Tj ET" % "窓口案内".encode("cp932").hex().encode())


def deflated_twice(size):
    once = zlib.compress(b"0 0 m " * (size // 6), 9)
    return zlib.compress(once, 9)


def bomb():
    """Some 400 MB of drawing in 4 KB."""
    packed = deflated_twice(400_000_000)
    return page(stream(packed, b"/Filter [/FlateDecode /FlateDecode]"))


def picture_bomb():
    packed = zlib.compress(bytes(30_000_000), 9)
    image = stream(packed, b"/Filter /FlateDecode /Type /XObject /Subtype /Image /Width 60000 /Height 60000 "
                           b"/ColorSpace /DeviceRGB /BitsPerComponent 8 /Interpolate true")
    return page(b"q 100 0 0 100 0 0 cm /I Do Q", more={
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Resources << /XObject << /I 9 0 R >> >> >>", 9: image})


def endless_form():
    """A form that draws itself twice, on and on."""
    body = b"q /X Do Q q /X Do Q"
    form = stream(body, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 9 0 R >> >>")
    return page(b"/X Do", more={
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Resources << /XObject << /X 9 0 R >> >> >>", 9: form})


def script():
    return page(TEXT, catalog=b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>")


def hidden_script():
    """The action stands in a compressed object stream, its name spelt in hexadecimal."""
    inner = b"9 0 << /S /J#61vaScript /J#53 (app.alert\\(1\\)) >>"
    objects = stream(zlib.compress(inner), b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode")
    return page(TEXT, more={10: objects})


def launch():
    return page(TEXT, page_extra=b"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 200 100] /A << /S /Launch /F (touch) >> >>]")


def xfa():
    return page(TEXT, catalog=b"/AcroForm << /Fields [] /XFA 9 0 R >>", more={9: stream(b"<xdp/>")})


def damaged():
    """The content's stream does not end."""
    return page(stream(TEXT)[:-9])


def misdirected():
    """Its table is not where it says; nothing is lost."""
    return page(TEXT, damaged=True)


def endless():
    """A broken download: no table, no trailer."""
    whole = plain()
    return whole[:whole.index(b"xref")]


def cut():
    return plain()[:20]


def huge_page():
    return page(TEXT, box=b"0 0 2000000000 2000000000")


def pages(n):
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>",
               2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % (10 + i) for i in range(n)), n),
               4: stream(TEXT), 5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"}
    for i in range(n):
        objects[10 + i] = (b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d 100] /Contents 4 0 R "
                           b"/Resources << /Font << /F 5 0 R >> >> >>" % (100 + i))
    return document(objects)


# --- RC4 with 40 bits, as old office programs protect -----------------------------

PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def rc4(key, data):
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) & 255
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) & 255
        j = (j + box[i]) & 255
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) & 255])
    return bytes(out)


def protected(password, owner=b"owner"):
    ident = b"0123456789abcdef"
    o = rc4(hashlib.md5((owner + PAD)[:32]).digest()[:5], (password + PAD)[:32])
    key = hashlib.md5((password + PAD)[:32] + o + (-44 & 0xffffffff).to_bytes(4, "little") + ident).digest()[:5]
    u = rc4(key, PAD)
    sealed = rc4(hashlib.md5(key + (4).to_bytes(3, "little") + b"\0\0").digest()[:10], TEXT)
    encrypt = b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -44 >>" % (o.hex().encode(), u.hex().encode())
    # The Japanese font has texts that would have to be sealed as well.
    return page(stream(sealed), fonts=b"/F 5 0 R", more={9: encrypt},
                trailer=b"/Encrypt 9 0 R /ID [<%s> <%s>]" % (ident.hex().encode(), ident.hex().encode()))


def for_persons():
    return page(TEXT, more={9: b"<< /Filter /Adobe.PubSec /SubFilter /adbe.pkcs7.s4 /V 1 >>"},
                trailer=b"/Encrypt 9 0 R /ID [<00> <00>]")
