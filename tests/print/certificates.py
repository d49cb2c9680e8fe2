#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the renderer tells of the certificates in a signature, and of signatures that lie about them. Arguments: as contents.py."""
import os
import pathlib
import random
import subprocess
import sys
import tempfile

say = os.path.abspath(sys.argv[1])
sys.path.insert(0, sys.argv[3])
import signed  # noqa: E402

os.environ.update(MADO_MODULE_DIR=sys.argv[2], LC_ALL="C.UTF-8")
READ, MISPLACED, DAMAGED, TOO_LARGE, NO_CERTIFICATE, OTHER = "1", "2", "3", "4", "5", "6"
NOT_FOUND = "0"
OPEN, ROOT, BROKEN, LONG = "0", "1", "2", "3"


def told(folder, data):
    """The lines about signatures: (signature, seal, certificates) each."""
    path = folder / "signed.pdf"
    path.write_bytes(data)
    done = subprocess.run([say, str(path)], capture_output=True, text=True, timeout=60, errors="strict")
    assert done.returncode == 0, (done.returncode, done.stderr)
    found = []
    for line in done.stdout.splitlines():
        kind, *rest = line.split("\t")
        if kind == "signature":
            found.append((rest, [], []))
        elif kind == "seal":
            found[-1][1].extend(rest)
        elif kind == "certificate":
            found[-1][2].append(rest)
    return found


def one(folder, data):
    (only,) = told(folder, data)
    return only


def names(certificates):
    return [c[0] for c in certificates]


def chain(folder):
    signed.issue(folder, "root", "/CN=Root/O=Makers", None, authority=True)
    signed.issue(folder, "middle", "/CN=Middle/O=Makers", "root", authority=True)
    signed.issue(folder, "leaf", "/CN=窓口 太郎/O=見本市", "middle", start="20250401000000Z", end="20350331145959Z")
    # In whatever order they lie there, each is followed by who issued it.
    signature, seal, found = one(folder, signed.document(folder, "leaf", "leaf.key", ["root", "middle"]))
    assert signature[0] == "窓口 太郎" and signature[1] == "0" and signature[3] == "1", signature
    assert seal == [READ, ROOT] and names(found) == ["窓口 太郎", "Middle", "Root"], (seal, found)
    assert found[0][1:4] == ["見本市", "Middle", "Makers"] and found[0][5:] == ["1743465600", "2058965999"], found[0]
    text = subprocess.run(["openssl", "x509", "-in", "leaf.pem", "-noout", "-serial"], cwd=folder, check=True, capture_output=True, text=True)
    assert text.stdout.strip() == "serial=" + found[0][4], (text.stdout, found[0])
    signature, seal, found = one(folder, signed.document(folder, "leaf", "leaf.key", ["middle"]))
    assert seal == [READ, OPEN] and names(found) == ["窓口 太郎", "Middle"], (seal, found)
    signature, seal, found = one(folder, signed.document(folder, "leaf", "leaf.key"))
    assert seal == [READ, OPEN] and names(found) == ["窓口 太郎"], (seal, found)
    signature, seal, found = one(folder, signed.document(folder, "root", "root.key"))
    assert seal == [READ, ROOT] and names(found) == ["Root"] and found[0][0] == found[0][2], (seal, found)
    # The same name, and another key.
    os.rename(folder / "middle.pem", folder / "true.pem")
    signed.issue(folder, "middle", "/CN=Middle/O=Makers", "root", authority=True)
    signature, seal, found = one(folder, signed.document(folder, "leaf", "leaf.key", ["middle", "root"]))
    assert seal == [READ, BROKEN] and names(found) == ["窓口 太郎"], (seal, found)
    os.rename(folder / "true.pem", folder / "middle.pem")


def dates(folder):
    signed.issue(folder, "old", "/CN=Old", None, start="20100101000000Z", end="20110101000000Z")
    signed.issue(folder, "new", "/CN=New", None, start="20900101000000Z", end="99991231235959Z")
    for name, start, end in (("old", "1262304000", "1293840000"), ("new", "3786912000", "253402300799")):
        signature, seal, found = one(folder, signed.document(folder, name, name + ".key"))
        # The document is as it was signed; the certificate is another matter.
        assert signature[2] != "0" and seal[0] == READ and found[0][5:] == [start, end], (signature, seal, found)


def strange_names(folder):
    for i, (subject, name, body) in enumerate((
            ("/CN=A\u202eB<b>&amp;%s/O=\u200b\u2066見本" + "x" * 40, "AB<b>&amp;%s", "見本" + "x" * 40),
            ('/CN=Yamada, "Taro" # Co; 3\\\\4 =\u3000\U00020bb7/O=a\nb\tc', 'Yamada, "Taro" # Co; 3\\4 = \U00020bb7', "a b c"), ("/O=Nobody", "", "Nobody"))):
        signed.issue(folder, "odd", subject, None)
        signature, seal, found = one(folder, signed.document(folder, "odd", "odd.key"))
        assert signature[0] == name and seal[0] == READ and found[0][:4] == [name, body] * 2, (i, signature, seal, found)
    signed.issue(folder, "odd", "/CN=A\nB/O=x", None)
    signature, seal, found = one(folder, signed.document(folder, "odd", "odd.key"))
    assert signature[0] == "A B" and seal[0] == READ and found[0][0] == "A B", (signature, seal, found)


def too_much(folder):
    for i in range(40):
        signed.openssl(folder, "x509", "-req", "-in", "leaf.csr", "-CA", "root.pem", "-CAkey", "root.key", "-set_serial", 1000 + i,
                       "-days", 100, "-out", "many%d.pem" % i)
    signature, seal, found = one(folder, signed.document(folder, "leaf", "leaf.key", ["many%d" % i for i in range(40)], room=80000))
    assert signature[1] == "0" and seal[0] == TOO_LARGE and found == [], (signature, seal, found)
    signature, seal, found = one(folder, signed.document(folder, "leaf", "leaf.key", room=3000000))
    assert seal[0] == TOO_LARGE and found == [], (signature, seal, found)
    # Filled up with zeros as far as is usual.
    signature, seal, found = one(folder, signed.document(folder, "leaf", "leaf.key", room=200000))
    assert signature[1] == "0" and seal[0] == READ, (signature, seal, found)


def lies(folder):
    for ranges in (lambda a, b, n: (0, a - 40, b, n - b), lambda a, b, n: (0, a, b + 9, n - b - 9), lambda a, b, n: (0, a, b, n),
                   lambda a, b, n: (9, a, b, n - b), lambda a, b, n: (0, b, a, n - b), lambda a, b, n: (0, 0, 0, 0),
                   lambda a, b, n: (0, a, 4294967295, 4294967295), lambda a, b, n: (0, 9999999999, 9999999999, 1)):
        for signature, seal, found in told(folder, signed.document(folder, "leaf", "leaf.key", ranges=ranges)):
            assert signature[3] == "0" and seal[0] in (MISPLACED, NOT_FOUND) and found == [], (signature, seal, found)
    # Bytes that look like one more signature are not taken for this one's.
    other = b"/ByteRange [0 9 20 30] /Contents <00>"
    for signature, seal, found in told(folder, signed.document(folder, "leaf", "leaf.key", extra=other)):
        assert seal[0] == NOT_FOUND and found == [], (signature, seal, found)
    # What was changed afterwards is still shown with whose it was.
    signature, seal, found = one(folder, signed.document(folder, "leaf", "leaf.key").replace(b"(Madoguchi)", b"(Madoguche)"))
    assert signature[1] == "2" and seal[0] == READ and names(found) == ["窓口 太郎"], (signature, seal, found)


def borrowed(folder):
    """A name of one's own on somebody else's signature: the certificate in the file is not the one that was checked."""
    good = signed.document(folder, "leaf", "leaf.key")
    hex_ = (folder / "signature.der").read_bytes().hex().encode()
    assert good.count(hex_) == 1
    hidden = good.replace(b"/ByteRange", b"/Byte#52ange")
    for signature, seal, found in told(folder, hidden):
        assert seal[0] in (NOT_FOUND, OTHER) and found == [], (signature, seal, found)


def damaged(folder):
    chance = random.Random(5)
    der = []
    good = signed.document(folder, "leaf", "leaf.key", ["middle", "root"], seal=lambda d: der.append(d) or d)
    at = good.index(der[0].hex().encode())
    for broken in (b"", b"\0" * 400, der[0][:60], b"\x30\x80" * 900, b"\x30\x84\xff\xff\xff\xff" + der[0][6:], der[0][1:]):
        text = broken.hex().encode().ljust(len(der[0]) * 2, b"0")
        for signature, seal, found in told(folder, good[:at] + text + good[at + len(text):]):
            assert signature[1] != "0" and seal[0] in (DAMAGED, OTHER) and found == [], (broken[:20], signature, seal, found)
    # Only the last bytes, which are the signature itself: whose it claims to be can still be read.
    signature, seal, found = one(folder, good[:at + len(der[0]) * 2 - 60] + b"0" * 60 + good[at + len(der[0]) * 2:])
    assert signature[1] == "1" and seal[0] == READ and len(found) == 3, (signature, seal, found)
    for signature, seal, found in told(folder, good[:at] + b"xyz" + good[at + 3:]):
        assert seal[0] in (DAMAGED, MISPLACED), (signature, seal, found)
    for _ in range(25):
        broken = bytearray(der[0])
        for _ in range(chance.randrange(1, 6)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        text = bytes(broken).hex().encode()
        for signature, seal, found in told(folder, good[:at] + text + good[at + len(text):]):
            assert (seal[0] == READ) == (found != []), (signature, seal, found)


with tempfile.TemporaryDirectory() as folder:
    for part in (chain, dates, strange_names, too_much, lies, borrowed, damaged):
        part(pathlib.Path(folder))
        print(part.__name__)
