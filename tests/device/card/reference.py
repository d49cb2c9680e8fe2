# SPDX-License-Identifier: GPL-3.0-or-later
"""A second reader of cards, plain and slow, that says how a reading has to end. It is written from what is known of the
cards, not from the program's sources: application and file ids, order of commands, status words, layout of the files.
It talks to the virtual card in this process, so what a fault does need not be guessed."""
import collections
import functools
import hashlib
import os
import sys
import types

import vcard
from layout import End, ber_head, ber_items, era_date, jis, need, plain_items, utf8, ymd

PIECE = 224


class Silent(Exception):
    pass


# --- the card -------------------------------------------------------------------------------------------------------------------


class Kept:
    """Stands where the virtual card's link to its reader is, and keeps the card."""

    def __init__(self, card, args):
        Kept.card = card

    def serve(self):
        pass

    stop = serve


# Numbers this large take their time, and they are the same for every card.
vcard.RsaKey.sign_block = functools.lru_cache(None)(vcard.RsaKey.sign_block)
vcard.RsaKey.load = functools.lru_cache(None)(vcard.RsaKey.load)


def make_card(arguments, keys):
    vcard.Link, argv, sys.argv = Kept, sys.argv, ["vcard.py", *arguments, "--keys", str(keys)]
    before = vcard.time, vcard.signal
    vcard.time = types.SimpleNamespace(time=lambda: 0, sleep=lambda seconds: None)
    vcard.signal = types.SimpleNamespace(signal=lambda *_: None, SIGTERM=0, SIGINT=0)
    try:
        vcard.main()
    finally:
        sys.argv, (vcard.time, vcard.signal) = argv, before
    Kept.card.power_on()
    return Kept.card


class Channel:
    """One command after the other; trace is what each of them was."""

    def __init__(self, card):
        self.card, self.trace, self.status = card, [], 0

    def once(self, command, most):
        self.trace.append(vcard.INS_NAMES.get(command[1], "other"))
        try:
            answer = self.card.transmit(command)
        except vcard.Removed:
            raise End("removed") from None
        if answer is None:
            raise Silent
        if len(answer) < 2 or len(answer) - 2 > most:
            raise End("protocol-error")
        self.status = int.from_bytes(answer[-2:], "big")
        return answer[:-2]

    def send(self, command, most=0, le_at=None):
        """6Cxx: once more with this length. 61xx: the rest, as long as there comes some."""
        data = self.once(command, most)
        if self.status >> 8 == 0x6C:
            if le_at is None or data:
                raise End("protocol-error")
            command = command[:le_at] + bytes([self.status & 0xFF]) + command[le_at + 1:]
            data = self.once(command, most)
            if self.status >> 8 == 0x6C:
                raise End("protocol-error")
        pieces = 0
        while self.status >> 8 == 0x61:
            more = self.once(bytes([0, 0xC0, 0, 0, self.status & 0xFF]), most - len(data))
            pieces += 1
            if not more or pieces > 512 or not (self.status == 0x9000 or self.status >> 8 == 0x61):
                raise End("protocol-error")
            data += more
        self.asked = command
        return data

    def judge(self):
        if self.status != 0x9000:
            raise End({0x6982: "denied", 0x6983: "blocked", 0x6984: "blocked", 0x6A82: "not-found",
                       0x6A83: "not-found"}.get(self.status, "card-error"))

    def select(self, head, body):
        for _ in range(2):  # 6F00 to the first command after power-up is known of some cards
            self.send(head + bytes([len(body)]) + body)
            if self.status != 0x6F00:
                break
        self.judge()

    def select_file(self, file):
        self.select(b"\0\xa4\2\x0c", file.to_bytes(2, "big"))

    def tries(self, reference):
        self.send(bytes([0, 0x20, 0, reference]))
        if self.status & 0xFFF0 == 0x63C0:
            left = self.status & 0xF
        elif self.status in (0x6983, 0x6984):
            left = 0
        elif self.status in (0x9000, 0x6300):
            left = None
        else:
            self.judge()
        if left == 0:
            raise End("blocked")
        return left

    def verify(self, reference, secret):
        self.once(bytes([0, 0x20, 0, reference, len(secret)]) + secret, 0)
        if self.status & 0xFFF0 == 0x63C0 and self.status & 0xF:
            raise End("wrong-pin", self.status & 0xF)
        if self.status in (0x63C0, 0x6983, 0x6984):
            raise End("blocked")
        if self.status == 0x6300:
            raise End("wrong-pin")
        if self.status >> 8 in (0x61, 0x6C):
            raise End("protocol-error")
        self.judge()

    def read(self, want, have=b"", short_id=0):
        """Until so many bytes are there, or the file ends."""
        size = getattr(self, "piece", PIECE)
        while len(have) < want:
            n, at = min(size, want - len(have)), len(have)
            p1 = 0x80 | short_id if short_id and at < 256 else at >> 8
            data = self.send(bytes([0, 0xB0, p1, at & 0xFF, n]), n, 4)
            if self.status not in (0x9000, 0x6282, 0x6B00):
                self.judge()
            if self.asked[4] != n and self.asked[4]:
                size = self.piece = self.asked[4]
            have += data
            if self.status != 0x9000 or not data:
                break
        return have

    def read_object(self, tag, most):
        self.piece = PIECE
        have = self.read(8)
        found, at, length = ber_head(have)
        if found != tag or at + length > most:
            raise End("damaged")
        have = self.read(at + length, have)
        if len(have) < at + length:
            raise End("damaged")
        return have[at:at + length], have[:at + length]

    def read_file(self, file, size):
        self.select_file(file)
        self.piece = PIECE
        return self.read(size)


# --- the tasks -------------------------------------------------------------------------------------------------------------------


class Reader:
    def __init__(self, card, secrets, challenge):
        self.channel, self.secrets, self.challenge = Channel(card), secrets, challenge.encode()

    def aid(self, aid):
        self.channel.select(b"\0\xa4\4\x0c", aid)

    def identify(self, wanted):
        for kind, aid in (("mynumber", vcard.AID_TEXT), ("residence", bytes.fromhex("D392F0004F02") + bytes(10)),
                          ("licence", bytes.fromhex("A0000002310100") + bytes(9))):
            try:
                self.aid(aid)
            except End as end:
                if self.channel.status in (0x6A82, 0x6D00, 0x6E00, 0x6A86) and end.result in ("not-found", "card-error"):
                    continue
                raise
            if kind != wanted:
                break
            return
        raise End("wrong-card")

    def allow(self, reference, good, number=0):
        """Is there a secret that may be sent?"""
        left = self.channel.tries(reference)
        secret = self.secrets[number] if number < len(self.secrets) else ""
        if not good(secret):
            raise End("bad-input")
        if left == 1:
            raise End("refused")
        return secret.encode()

    def open_text(self, pin_file, length, file, tag):
        self.identify("mynumber")
        self.channel.select_file(pin_file)
        secret = self.allow(0x80, lambda s: len(s) == length and s.isascii() and s.isdigit())
        self.channel.verify(0x80, secret)
        self.channel.select_file(file)
        return self.channel.read_object(tag, 8192)[0]

    def attrs(self, pin_file=0x11, length=4):
        shown, fields = {}, {0xDF22: "name", 0xDF23: "address", 0xDF24: "birth", 0xDF25: "sex"}
        for tag, value in ber_items(self.open_text(pin_file, length, 2, 0xFF20)):
            need(tag >> 8 == 0xDF)
            if tag not in fields:
                continue
            need(fields[tag] not in shown)
            if tag == 0xDF25:
                need(value in (b"0", b"1", b"2", b"9"))
            shown[fields[tag]] = ymd(value) if tag == 0xDF24 else value.decode() if tag == 0xDF25 else utf8(value, fields[tag])
        need(len(shown) == 4)
        return shown

    def attrs_b(self):
        return self.attrs(0x15, 14)

    def number(self, pin_file=0x11, length=4):
        value = self.open_text(pin_file, length, 1, 0xFF10)
        need(len(value) == 12 and value.isdigit())
        rest = sum(w * (d - 48) for w, d in zip((6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2), value)) % 11
        need(value[11] - 48 == (0 if rest < 2 else 11 - rest))
        return {"my_number": value.decode()}

    def number_a(self):
        return self.number(0x14, 12)

    # The licence.

    def pins(self, has_pin, references):
        if not has_pin:
            for reference in references:
                if self.channel.tries(reference) == 1:
                    raise End("refused")
            return [b"****"] * len(references)
        return [self.allow(reference, lambda s: len(s) == 4 and s.isascii() and s.isdigit(), i)
                for i, reference in enumerate(references)]

    def pin_set(self, file, tag):
        data = self.channel.read_file(file, 3)
        need(data[:2] == bytes([tag, 1]) and len(data) == 3 and data[2] in (0, 1))
        return data[2] == 1

    def changes(self, data, flag, tags, wanted, field):
        """The text of the last change, or nothing."""
        items = list(plain_items(data))
        need(items and items[0][0] == flag and len(items[0][1]) <= 1)
        found, seen = None, set()
        for tag, value in items[1:]:
            need(tag in tags and tag not in seen)
            seen.add(tag)
            if not value:
                continue
            need(len(value) >= 25)
            need(all(value[i] == 0x23 and 0x30 <= value[i + 1] <= 0x39 for i in range(1, 15, 2)))
            era_date(value[2:16:2], True)
            jis(value[-10:], "name")
            if tag in wanted and (found is None or tag >= found[0]):
                found = tag, value[15:-10]
        return jis(found[1], field) if found else None

    def texts(self, shown, field, printed, changed):
        text, missing = jis(printed, field)
        text, missing = changed or (text, missing)
        shown[field] = text
        if missing:
            shown[field + ".gaiji"] = str(missing)

    def licence(self):
        self.identify("licence")
        channel = self.channel
        channel.send(b"\0\xa4\0\0")
        if channel.status in (0x6A86, 0x6700):
            channel.send(b"\0\xa4\0\0\2\x3f\0")
        channel.judge()
        items = list(plain_items(channel.read_file(0x2F01, 17)))
        need(len(items) >= 2 and items[0][0] == 0x45 and items[1][0] == 0x46 and len(items[0][1]) == 11)
        need(items[0][1][:3].isdigit())
        for at in (3, 7):
            need(items[0][1][at:at + 4].hex().isdigit())
            ymd(items[0][1][at:at + 4].hex().encode())
        has_pin = self.pin_set(0x0A, 0x05)
        both = len(self.secrets) > 1
        for i, secret in enumerate(self.pins(has_pin, [0x81, 0x82][:2 if both else 1])):
            channel.verify(0x81 + i, secret)
        self.aid(bytes.fromhex("A0000002310100") + bytes(9))
        shown, entries = {}, {}
        data = channel.read_file(1, 880)
        changed = channel.read_file(4, 640)
        for tag, value in plain_items(data):
            need(0x11 <= tag and tag not in entries or tag > 0x33)
            entries[tag] = value
        need(0x11 in entries)
        tags = range(0x51, 0x98)
        self.texts(shown, "name", entries.get(0x12, b""), self.changes(changed, 0x50, tags, range(0x60, 0x68), "name"))
        self.texts(shown, "address", entries.get(0x17, b""), self.changes(changed, 0x50, tags, range(0x70, 0x78), "address"))
        shown["birth"] = era_date(entries.get(0x16, b""), True)
        shown["expiry"] = era_date(entries.get(0x1B, b""), False)
        need(len(entries.get(0x21, b"")) == 12 and entries[0x21].isdigit())
        shown["licence_number"] = entries[0x21].decode()
        if both:
            data, changed = channel.read_file(2, 82), channel.read_file(6, 256)
            items = list(plain_items(data))
            need(len(items) == 1 and items[0][0] == 0x41)
            self.texts(shown, "domicile", items[0][1], self.changes(changed, 0xAA, range(0xAB, 0xB0), range(0xAB, 0xB0), "domicile"))
        return shown

    def dl(self):
        self.identify("mynumber")
        self.aid(vcard.AID_DL_ON_MYNUMBER)
        for secret in self.pins(self.pin_set(0x1A, 0xC1), [0x86]):
            self.channel.verify(0x86, secret)
        items = plain_items(self.channel.read_file(0x1B, 512))
        need([next(items, (0, 0))[0], next(items, (0, 0))[0]] == [0xC2, 0xC3])
        for tag, value in items:
            need(tag not in (0xC2, 0xC3))
            if tag == 0xC5:
                return {"expiry": era_date(value, False)}
        raise End("damaged")

    # The residence card.

    def residence(self):
        self.identify("residence")
        channel = self.channel
        channel.send(b"\0\xa4\0\0\2\x3f\0")
        channel.judge()
        channel.piece = PIECE
        kind = channel.read(3, short_id=0x0A)
        need(kind[:2] == b"\xc1\1" and len(kind) == 3)
        if kind[2:] not in (b"1", b"2"):
            raise End("wrong-card")
        number = (self.secrets or [""])[0].upper()
        if not (len(number) == 12 and number.isascii() and (number[:2] + number[10:]).isalpha() and number[2:10].isdigit()):
            raise End("bad-input")
        self.authenticate(number.encode())
        self.aid(bytes.fromhex("D392F0004F03") + bytes(10))
        channel.piece = PIECE
        items = ber_items(channel.read(342, short_id=1))
        values = {}
        for tag in (0xD2, 0xD3, 0xD4):
            found, value = next(items, (0, b""))
            need(found == tag)
            values[tag] = value
        ymd(values[0xD2])
        need(len(values[0xD3]) == 6 and values[0xD3].isdigit() and len(values[0xD4]) == 320)
        return {"address": utf8(values[0xD4].rstrip(b"\0"), "address")}

    def authenticate(self, number):
        channel, key = self.channel, hashlib.sha1(number).digest()[:16]
        for last in (False, True):  # 6985: from the beginning, once
            challenge = channel.send(b"\0\x84\0\0\x08", 8, 4)
            if channel.status == 0x6985 and not last:
                continue
            channel.judge()
            if len(challenge) != 8:
                raise End("protocol-error")
            mine, half = os.urandom(8), os.urandom(16)
            sealed = vcard.Tdes2(key).encrypt(mine + challenge + half)
            answer = channel.send(b"\0\x82\0\0\x28" + sealed + vcard.retail_mac(key, sealed) + b"\0", 40, 45)
            if channel.status != 0x6985 or last:
                break
        self.mismatch()
        if len(answer) != 40 or vcard.retail_mac(key, answer[:32]) != answer[32:]:
            raise End("protocol-error")
        plain = vcard.Tdes2(key).decrypt(answer[:32])
        if plain[:16] != challenge + mine:
            raise End("protocol-error")
        seed = bytes(a ^ b for a, b in zip(half, plain[16:])) + b"\0\0\0\1"
        session = vcard.Tdes2(hashlib.sha1(seed).digest()[:16])
        channel.send(b"\x08\x20\0\x86\x13\x86\x11\1" + session.encrypt(number + b"\x80\0\0\0"))
        self.mismatch()

    def mismatch(self):
        if self.channel.status >> 8 == 0x63:
            raise End("wrong-number")
        self.channel.judge()

    # Certificates.

    def certificate(self, file):
        self.channel.select_file(file)
        _, whole = self.channel.read_object(0x30, 4096)
        need(whole[:2] == b"\x30\x82" and whole in self.channel.card.good[file])
        return whole

    def sign(self):
        self.identify("mynumber")
        self.aid(vcard.AID_JPKI)
        self.certificate(0x0A)
        self.channel.select_file(0x18)
        secret = self.allow(0x80, lambda s: len(s) == 4 and s.isascii() and s.isdigit())
        self.channel.verify(0x80, secret)
        self.channel.select_file(0x17)
        digest = hashlib.sha256(self.challenge).digest()
        signature = self.channel.send(b"\x80\x2a\0\x80\x33" + vcard.SHA256_DIGESTINFO + digest + b"\0", 256, 56)
        self.channel.judge()
        need(signature == self.channel.card.good["key"].sign_block(vcard.SHA256_DIGESTINFO + digest))
        return {}


Expected = collections.namedtuple("Expected", "result shows verify saw trace")


def know_certificates(card, keys):
    """What they are when nothing is wrong with them."""
    if any(d.label == "jpki" for d in card.directories):
        jpki = next(d for d in make_card(["--card", "mynumber"], keys).directories if d.label == "jpki").files
        card.good = {0x0A: [strip(jpki[0x0A].data)], "key": jpki[0x17].key}


def expect(task, arguments, secrets, challenge, keys):
    """How a reading has to end, and what the card has to have seen."""
    card = make_card(arguments, keys)
    know_certificates(card, keys)
    reader = Reader(card, secrets, challenge)
    result, shows = "ok", {}
    try:
        shows = getattr(reader, task.replace("-", "_"))()
    except End as end:
        result, shows = end.result, {"tries_left": str(end.tries)} if end.tries is not None else {}
    except Silent:
        result = "timeout"
    saw = {"tries_left": {n: p.left for n, p in card.pins.items()}, "verify_without_query": card.report["verify_without_query"]}
    return Expected(result, shows, dict(card.report["verify"]), saw, reader.channel.trace)


def strip(padded):
    return padded[:4 + int.from_bytes(padded[2:4], "big")]
