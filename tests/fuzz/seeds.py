#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Seeds for the fuzzers, made of what the tests have anyway: seeds.py FOLDER SEED-SLIPS; FOLDER/NAME then holds those for
the target NAME."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "device" / "card"))
import battery
import reference
import vcard


class Seeds:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def put(self, target, data):
        place = self.folder / target
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{len(os.listdir(place)):04}").write_bytes(data if isinstance(data, bytes) else data.encode())


def cards(folder):
    """The virtual cards of all holders that the tests know, whole and spoilt."""
    for who, change in [("plain", {}), *battery.PEOPLE.items()]:
        path = folder / f"{who}.json"
        path.write_text(json.dumps(change))
        for kind in (["--card", "mynumber", "--with-dl"], ["--card", "licence"],
                     ["--card", "residence"]):
            if who in ("plain", "long-form") or kind[1] == "licence":
                yield reference.make_card([*kind, "--holder", str(path)], folder / "keys")


PARSERS = {"text.attrs": 0, "text.number": 1, "mf.common": 3, "mf.pin-set": 3, "dl.data": 6, "df2.address": 7}


def card_files(seeds, card):
    files = {label: file.data for label, file in card.files().items() if file.data is not None}
    for label, which in PARSERS.items():
        if label not in files:
            continue
        seeds.put("card", bytes([which]) + files[label])
        for variant in vcard.SPOIL_VARIANTS:
            try:
                seeds.put("card", bytes([which]) + vcard.spoil(files[label], variant, card.rng))
            except (SystemExit, IndexError, ValueError):
                pass
    for file in card.files().values():
        for record in file.records or []:
            seeds.put("card", b"\2" + record)
    if card.kind == "licence":
        for which, (first, second) in enumerate((("df1.ef01", "df1.ef04"), ("df1.ef02", "df1.ef06"))):
            for a in (files[first], files[first].rstrip(b"\xff")):
                seeds.put("licence", bytes([which]) + len(a).to_bytes(2, "big") + a + files[second])
                half = max(len(a), len(files[second]))
                seeds.put("card", bytes([4 + which]) + a.ljust(half, b"\xff") + files[second].ljust(half, b"\xff"))
        seeds.put("licence", b"\2\0\0" + vcard.jis0208("山﨑〓田　１－２", vcard.Gaiji()))
        seeds.put("licence", b"\2\0\x005010501")
    for label in ("jpki.auth-cert", "jpki.sign-cert", "jpki.sign-ca"):
        if label in files:
            seeds.put("certificate-card", files[label])
            seeds.put("certificate-card", reference.strip(files[label]))


class Recorder(reference.Channel):
    """What a card answers to whoever reads it."""

    def __init__(self, card):
        super().__init__(card)
        self.heard = b""

    def once(self, command, most):
        ask = self.card.transmit
        answer = ask(command)
        # What follows from the reader's own random numbers the target makes itself.
        kept = b"\x90\0" if command[1] == 0x82 and len(answer) == 42 else answer
        self.heard += len(kept).to_bytes(2, "big") + kept
        self.card.transmit = lambda raw: answer
        try:
            return super().once(command, most)
        finally:
            self.card.transmit = ask


TASKS = ["identify", "attrs", "attrs-b", "number", "number-a", "licence", "dl", "residence", "sign", "sign-cert"]


def sign_cert(reader):
    """The second reader does not know this one."""
    reader.identify("mynumber")
    reader.aid(vcard.AID_JPKI)
    reader.channel.select_file(0x1B)
    reader.channel.verify(0x80, reader.allow(0x80, str.isalnum))
    reader.channel.select_file(1)
    reader.channel.read_object(0x30, 4096)


def identify(reader):
    reader.identify("mynumber")
    reader.aid(vcard.AID_COMMON)
    reader.channel.send(b"\0\xb2\1\x0c\0", 256, 4)


def pictures(card):
    """What the files hold; the target seals it itself."""
    yield b"\x90\0"  # the application is selected
    for number in (5, 6):
        data = card.directories[0].files[number].data
        for at in range(0, len(data), 224):
            yield data[at:at + 224] + b"\x90\0"


def dialogues(seeds, folder):
    """Whole readings, as the card answered."""
    keys, ways = folder / "keys", ((), ("--fault", "chain@any=9"), ("--fault", "short@read=30"), ("--fault", "wrong-le@read=16"))
    cards = [(name, *battery.base(name), more) for name in battery.TASKS for more in ways]
    cards += [(task, *battery.base(task)[:2], ("--holder", str(folder / "no-pin.json"))) for task in ("licence", "dl")]
    cards += [("sign-cert", ["--card", "mynumber"], ["ABC123"], more) for more in ways]
    cards += [("identify", ["--card", "mynumber", "--no-jpki"], [], ())]
    for name, arguments, secrets, more in cards:
        card = reference.make_card([*arguments, *more], keys)
        reader = reference.Reader(card, secrets, battery.CHALLENGE)
        reference.know_certificates(card, keys)
        reader.channel = Recorder(card)
        own = {"sign-cert": sign_cert, "identify": identify}.get(name)
        try:
            own(reader) if own else getattr(reader, battery.task_of(name).replace("-", "_"))()
        except reference.End:
            pass
        heard = reader.channel.heard
        if name == "residence":
            heard += b"".join(len(answer).to_bytes(2, "big") + answer for answer in pictures(card))
        flags = 0x40 if name == "licence-2" else 0x80 if name == "residence" else 0
        seeds.put("card-work", bytes([TASKS.index(battery.task_of(name)) | flags]) + heard)


def vectors(seeds):
    slip = json.loads((ROOT / "tests/vectors/slip.json").read_text())
    for vector in slip["slips"] + slip["broken"]:
        seeds.put("slip", vector["text"])
        seeds.put("code", vector["text"] * 2)
    commit = json.loads((ROOT / "tests/vectors/commit.json").read_text())
    for vector in commit["commits"] + commit["broken"]:
        seeds.put("commit", bytes.fromhex(vector.get("bytes") or ""))


def codes(seeds):
    for text in ("山田　太郎", "https://example.jp/?a=1", "ｶﾀｶﾅ", "①㈱髙﨑"):
        for encoding in ("utf-8", "cp932", "latin-1"):
            raw = text.encode(encoding, "replace")
            seeds.put("code", text.encode()[:len(raw)].ljust(len(raw)) + raw)
    # Small grey frames: rings like the marks of a QR code, one and three of them, and none.
    for marks in (((20, 20),), ((12, 12), (52, 12), (12, 52)), ()):
        frame = [[220] * 64 for _ in range(64)]
        for left, top in marks:
            for y in range(64):
                for x in range(64):
                    if (far := max(abs(x - left), abs(y - top))) <= 4 or 7 <= far <= 9:
                        frame[y][x] = 30
        seeds.put("code", b"\x3f" + bytes(value for row in frame for value in row))


def keys(seeds):
    """A scanner's burst, a person's typing, and one within the other: pause and key by turns."""
    def typed(text, pause):
        return b"".join(bytes([pause, ord(c)]) for c in text)

    for text in ("MG1:V50.GM/FBV200KOJE0Q%T5F1\r", "mg1:abc\r", "MG1+ABC(D~E\r", "MD1:12345\r", "Minami MG", "MMG1:X\r"):
        for pause in (20, 150, 240):
            seeds.put("wedge", b"\0" + typed(text, pause))
    seeds.put("wedge", b"\0" + typed("MG1:AB", 20) + typed("CD\r", 250) + typed("MG1:X\r", 10))
    seeds.put("wedge", b"\1" + typed("]Q1abc\r", 10))
    seeds.put("wedge", "ＭＧ１：ＡＢＣ　ー。\n")


def frames(seeds, slip):
    """Pictures of codes, as a camera gives them: width, then grey."""
    for text, size in (("MG1:", 4), ("山田", 3), (slip[:60], 3)):
        done = subprocess.run(["qrencode", "-t", "ASCII", "-m", "2", "-o", "-", text], check=True, capture_output=True, text=True)
        rows = [row[::2] for row in done.stdout.splitlines()]
        grey = [[30 if c == "#" else 225 for c in row for _ in range(size)] for row in rows for _ in range(size)]
        seeds.put("frame", bytes([len(grey[0])]) + bytes(value for row in grey for value in row))
    seeds.put("frame", b"\x20" + bytes(range(256)) * 4)


def papers(seeds):
    """What a reader of letters says of a form, and what the reading process tells the program."""
    for test in ("paper-layout.c", "paper-face.c"):  # the texts of their boxes and words
        source = (ROOT / "tests/device/ocr" / test).read_text()
        for part in source.split("\nstatic void\n")[1:]:
            words = [text for text in re.findall(r'"((?:[^"\\]|\\.)*)"', part) if not text.isascii() or any(c.isdigit() for c in text)]
            seeds.put("paper", "\1" + "\n".join(words).replace("\\n", "\n"))
            for word in words:
                seeds.put("paper", "\2" + word)
    seeds.put("paper", "\3kind\tmoveout\nmasked\t2\nfield\tname\t0\t1\t981\t10\t20\t300\t40\t5bGx55Sw\t5bGx55Sw\t-\n"
                       "field\tbirth\t0\t0\t412\t-1\t20\t300\t40\tLQ==\t-\tiVBORw0K\ndone\tok\n")
    seeds.put("paper", "\3done\t3\n")


def requests(seeds):
    seeds.put("http", b"GET /v1/city?since=0&kind=case HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\n\r\n")
    seeds.put("http", b"POST /v1/commits HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
    seeds.put("http", b"PUT /v1/blob/%E3%81%82 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nA: b\r\n\r\n")
    for path in sorted((ROOT / "tests/data/plan").iterdir()):
        if path.stat().st_size < 200000:
            seeds.put("plan", path.read_bytes())


def pdf(seeds):
    pages = (b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
             b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 40 30] >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n")
    seeds.put("render", b"\0" + pages)
    seeds.put("render", b"\0" + pages.replace(b"/Type /Catalog", b"/Type /Catalog /AcroForm << /SigFlags 3 >> /Encrypt 9 0 R"))
    seeds.put("render", b"\1" + b"".join(bytes([kind, 12]) + bytes(12) for kind in range(12)))
    seeds.put("render-file", pages)


def signatures(seeds):
    """A CMS over nothing, by a certificate of its own."""
    with tempfile.TemporaryDirectory() as place:
        for name, more in (("rsa", ["-newkey", "rsa:2048"]), ("ec", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"])):
            subprocess.run(["openssl", "req", "-x509", *more, "-nodes", "-subj", "/CN=Fuzz/C=JP", "-days", "9", "-keyout", f"{place}/k",
                            "-out", f"{place}/c"], check=True, capture_output=True)
            done = subprocess.run(["openssl", "cms", "-sign", "-binary", "-outform", "DER", "-signer", f"{place}/c", "-inkey", f"{place}/k"],
                                  input=b"first", check=True, capture_output=True)
            seeds.put("certificates", done.stdout)


def main():
    folder, slips = sys.argv[1:3]
    seeds = Seeds(folder)
    subprocess.run([slips, folder], check=True)
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        (place / "keys").mkdir()
        for card in cards(place):
            card_files(seeds, card)
        dialogues(seeds, place)
        signatures(seeds)
    frames(seeds, json.loads((ROOT / "tests/vectors/slip.json").read_text())["slips"][0]["text"])
    for part in (vectors, codes, keys, papers, requests, pdf):
        part(seeds)


if __name__ == "__main__":
    main()
