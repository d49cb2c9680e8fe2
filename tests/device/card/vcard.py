#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""vcard.py - virtual Japanese ID cards for PC/SC tests.

The program plays a smart card.  It connects to the vpcd virtual reader that
pcscd loads (TCP, 127.0.0.1:35963 by default) and answers the commands a reader
application sends through SCardTransmit.  All data on the cards is invented.

Python 3 standard library only; `openssl` is called once to make RSA keys.
See --help for options, --list for file, PIN and fault names.
"""

import argparse
import datetime
import hashlib
import json
import os
import random
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib

VERSION = "1.0"

# --------------------------------------------------------------------------
# default holder (fictitious)
# --------------------------------------------------------------------------

DEFAULT_HOLDER = {
    "name": "架空　花子",
    "address": "東京都千代田区架空町１－２－３　見本荘２０１",
    "birth": "1985-03-21",
    "sex": "2",
    "my_number": "123456789018",
    "card_expiry": "2033-03-21",
    "security_code": "4567",
    "municipality": "13101",
    "serial": "400000000000001",
    "foreign_national": False,
    "cert_not_before": "2025-01-01",
    "cert_not_after": "2030-03-21",
    "pins": {
        "text-pin": "1234",
        "auth": "2345",
        "sign": "ABC123",
        "common": "3456",
        "dl": "4567",
        "pin1": "2468",
        "pin2": "1357",
    },
    "licence": {
        "spec_version": "008",
        "pin_set": True,
        "name": "架空　花子",
        "kana": "カクウ　ハナコ",
        "alias": "",
        "unified_kana": "カクウ　ハナコ",
        "birth": "1985-03-21",
        "address": "東京都千代田区架空町１－２－３",
        "domicile": "東京都千代田区架空町９番地",
        "issued": "2023-04-10",
        "reference": "12345",
        "colour": "優良",
        "expiry": "2028-04-21",
        "conditions": ["眼鏡等"],
        "psc": "東京都公安委員会",
        "number": "301234567890",
        "categories": {"22": "2005-06-01", "23": "2005-06-01", "26": "2005-06-01", "31": "2005-06-01"},
        "changes": [],
    },
    "residence": {
        "number": "AB12345678CD",
        "card_type": "1",
        "address_date": "2024-04-01",
        "municipality": "131016",
        "address": "東京都千代田区架空町４－５－６",
        "permission_all": "許可（原則週２８時間以内・風俗営業等の従事を除く）",
        "permission_one": "",
        "renewal_pending": "0",
        "no_photo": False,
    },
}

# --------------------------------------------------------------------------
# small helpers
# --------------------------------------------------------------------------


def h2b(text):
    return bytes.fromhex(text.replace(" ", ""))


def parse_date(text):
    return datetime.date.fromisoformat(text)


def ymd(text):
    return parse_date(text).strftime("%Y%m%d").encode()


ERAS = [(datetime.date(2019, 5, 1), 5, 2019), (datetime.date(1989, 1, 8), 4, 1989),
        (datetime.date(1926, 12, 25), 3, 1926), (datetime.date(1912, 7, 30), 2, 1912),
        (datetime.date(1868, 1, 25), 1, 1868)]


def to_era(date):
    for start, code, first in ERAS:
        if date >= start:
            return code, date.year - first + 1
    raise ValueError("date before Meiji: %s" % date)


def era7(text):
    """Seven ASCII digits: era code, two-digit era year, month, day."""
    date = parse_date(text)
    code, year = to_era(date)
    return ("%d%02d%02d%02d" % (code, year, date.month, date.day)).encode()


def bcd(text):
    return bytes(int(text[i:i + 2], 16) for i in range(0, len(text), 2))


class Ber:
    """BER-TLV writer.  long_form: 82 hh ll for every length above 127."""

    long_form = True

    @classmethod
    def length(cls, n):
        if n < 0x80:
            return bytes([n])
        if n < 0x100 and not cls.long_form:
            return bytes([0x81, n])
        if n < 0x10000:
            return b"\x82" + struct.pack(">H", n)
        return b"\x83" + struct.pack(">I", n)[1:]

    @classmethod
    def tlv(cls, tag, value):
        size = max(1, (tag.bit_length() + 7) // 8)
        return tag.to_bytes(size, "big") + cls.length(len(value)) + value


def simple_tlv(tag, value):
    """TLV of the driver's licence: one-byte tag (or 5F40), 82 hh ll above 127."""
    head = bytes([tag]) if tag < 0x100 else struct.pack(">H", tag)
    if len(value) < 0x80:
        return head + bytes([len(value)]) + value
    return head + b"\x82" + struct.pack(">H", len(value)) + value


def pad(data, size, fill=0xFF):
    if len(data) > size:
        raise ValueError("file content is %d bytes, the file holds %d" % (len(data), size))
    return data + bytes([fill]) * (size - len(data))


# --------------------------------------------------------------------------
# DES (two-key triple DES is all the residence card needs)
# --------------------------------------------------------------------------

_IP = [58, 50, 42, 34, 26, 18, 10, 2, 60, 52, 44, 36, 28, 20, 12, 4, 62, 54, 46, 38, 30, 22, 14, 6,
       64, 56, 48, 40, 32, 24, 16, 8, 57, 49, 41, 33, 25, 17, 9, 1, 59, 51, 43, 35, 27, 19, 11, 3,
       61, 53, 45, 37, 29, 21, 13, 5, 63, 55, 47, 39, 31, 23, 15, 7]
_FP = [40, 8, 48, 16, 56, 24, 64, 32, 39, 7, 47, 15, 55, 23, 63, 31, 38, 6, 46, 14, 54, 22, 62, 30,
       37, 5, 45, 13, 53, 21, 61, 29, 36, 4, 44, 12, 52, 20, 60, 28, 35, 3, 43, 11, 51, 19, 59, 27,
       34, 2, 42, 10, 50, 18, 58, 26, 33, 1, 41, 9, 49, 17, 57, 25]
_E = [32, 1, 2, 3, 4, 5, 4, 5, 6, 7, 8, 9, 8, 9, 10, 11, 12, 13, 12, 13, 14, 15, 16, 17, 16, 17, 18,
      19, 20, 21, 20, 21, 22, 23, 24, 25, 24, 25, 26, 27, 28, 29, 28, 29, 30, 31, 32, 1]
_P = [16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19,
      13, 30, 6, 22, 11, 4, 25]
_PC1 = [57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3,
        60, 52, 44, 36, 63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45,
        37, 29, 21, 13, 5, 28, 20, 12, 4]
_PC2 = [14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2, 41,
        52, 31, 37, 47, 55, 30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32]
_SHIFTS = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1]
_S = [
    [14, 4, 13, 1, 2, 15, 11, 8, 3, 10, 6, 12, 5, 9, 0, 7, 0, 15, 7, 4, 14, 2, 13, 1, 10, 6, 12, 11, 9, 5, 3, 8,
     4, 1, 14, 8, 13, 6, 2, 11, 15, 12, 9, 7, 3, 10, 5, 0, 15, 12, 8, 2, 4, 9, 1, 7, 5, 11, 3, 14, 10, 0, 6, 13],
    [15, 1, 8, 14, 6, 11, 3, 4, 9, 7, 2, 13, 12, 0, 5, 10, 3, 13, 4, 7, 15, 2, 8, 14, 12, 0, 1, 10, 6, 9, 11, 5,
     0, 14, 7, 11, 10, 4, 13, 1, 5, 8, 12, 6, 9, 3, 2, 15, 13, 8, 10, 1, 3, 15, 4, 2, 11, 6, 7, 12, 0, 5, 14, 9],
    [10, 0, 9, 14, 6, 3, 15, 5, 1, 13, 12, 7, 11, 4, 2, 8, 13, 7, 0, 9, 3, 4, 6, 10, 2, 8, 5, 14, 12, 11, 15, 1,
     13, 6, 4, 9, 8, 15, 3, 0, 11, 1, 2, 12, 5, 10, 14, 7, 1, 10, 13, 0, 6, 9, 8, 7, 4, 15, 14, 3, 11, 5, 2, 12],
    [7, 13, 14, 3, 0, 6, 9, 10, 1, 2, 8, 5, 11, 12, 4, 15, 13, 8, 11, 5, 6, 15, 0, 3, 4, 7, 2, 12, 1, 10, 14, 9,
     10, 6, 9, 0, 12, 11, 7, 13, 15, 1, 3, 14, 5, 2, 8, 4, 3, 15, 0, 6, 10, 1, 13, 8, 9, 4, 5, 11, 12, 7, 2, 14],
    [2, 12, 4, 1, 7, 10, 11, 6, 8, 5, 3, 15, 13, 0, 14, 9, 14, 11, 2, 12, 4, 7, 13, 1, 5, 0, 15, 10, 3, 9, 8, 6,
     4, 2, 1, 11, 10, 13, 7, 8, 15, 9, 12, 5, 6, 3, 0, 14, 11, 8, 12, 7, 1, 14, 2, 13, 6, 15, 0, 9, 10, 4, 5, 3],
    [12, 1, 10, 15, 9, 2, 6, 8, 0, 13, 3, 4, 14, 7, 5, 11, 10, 15, 4, 2, 7, 12, 9, 5, 6, 1, 13, 14, 0, 11, 3, 8,
     9, 14, 15, 5, 2, 8, 12, 3, 7, 0, 4, 10, 1, 13, 11, 6, 4, 3, 2, 12, 9, 5, 15, 10, 11, 14, 1, 7, 6, 0, 8, 13],
    [4, 11, 2, 14, 15, 0, 8, 13, 3, 12, 9, 7, 5, 10, 6, 1, 13, 0, 11, 7, 4, 9, 1, 10, 14, 3, 5, 12, 2, 15, 8, 6,
     1, 4, 11, 13, 12, 3, 7, 14, 10, 15, 6, 8, 0, 5, 9, 2, 6, 11, 13, 8, 1, 4, 10, 7, 9, 5, 0, 15, 14, 2, 3, 12],
    [13, 2, 8, 4, 6, 15, 11, 1, 10, 9, 3, 14, 5, 0, 12, 7, 1, 15, 13, 8, 10, 3, 7, 4, 12, 5, 6, 11, 0, 14, 9, 2,
     7, 11, 4, 1, 9, 12, 14, 2, 0, 6, 10, 13, 15, 3, 5, 8, 2, 1, 14, 7, 4, 10, 8, 13, 15, 12, 9, 0, 3, 5, 6, 11],
]


def _permute(value, width, table):
    out = 0
    for position in table:
        out = (out << 1) | ((value >> (width - position)) & 1)
    return out


class Des:
    def __init__(self, key):
        c_d = _permute(int.from_bytes(key, "big"), 64, _PC1)
        c, d = c_d >> 28, c_d & 0xFFFFFFF
        self.keys = []
        for shift in _SHIFTS:
            c = ((c << shift) | (c >> (28 - shift))) & 0xFFFFFFF
            d = ((d << shift) | (d >> (28 - shift))) & 0xFFFFFFF
            self.keys.append(_permute((c << 28) | d, 56, _PC2))

    def block(self, data, decrypt=False):
        value = _permute(int.from_bytes(data, "big"), 64, _IP)
        left, right = value >> 32, value & 0xFFFFFFFF
        for key in (reversed(self.keys) if decrypt else self.keys):
            mixed = _permute(right, 32, _E) ^ key
            out = 0
            for i in range(8):
                six = (mixed >> (42 - 6 * i)) & 0x3F
                row = ((six >> 4) & 2) | (six & 1)
                out = (out << 4) | _S[i][row * 16 + ((six >> 1) & 15)]
            left, right = right, left ^ _permute(out, 32, _P)
        return _permute((right << 32) | left, 64, _FP).to_bytes(8, "big")


def _xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


class Tdes2:
    """Two-key triple DES, CBC, zero IV."""

    def __init__(self, key):
        self.a, self.b = Des(key[:8]), Des(key[8:16])

    def encrypt(self, data):
        previous, out = bytes(8), b""
        for i in range(0, len(data), 8):
            block = self.a.block(_xor(data[i:i + 8], previous))
            previous = self.a.block(self.b.block(block, True))
            out += previous
        return out

    def decrypt(self, data):
        previous, out = bytes(8), b""
        for i in range(0, len(data), 8):
            block = self.a.block(data[i:i + 8], True)
            out += _xor(self.a.block(self.b.block(block), True), previous)
            previous = data[i:i + 8]
        return out


def pad80(data):
    data += b"\x80"
    return data + bytes(-len(data) % 8)


def unpad80(data):
    body = data.rstrip(b"\0")
    if not body.endswith(b"\x80"):
        raise ValueError("bad padding")
    return body[:-1]


def retail_mac(key, data):
    """ISO/IEC 9797-1 MAC algorithm 3, padding method 2."""
    a, b = Des(key[:8]), Des(key[8:16])
    data, state = pad80(data), bytes(8)
    for i in range(0, len(data), 8):
        state = a.block(_xor(state, data[i:i + 8]))
    return a.block(b.block(state, True))


# --------------------------------------------------------------------------
# RSA keys and certificates
# --------------------------------------------------------------------------

SHA256_DIGESTINFO = h2b("3031300d060960864801650304020105000420")


def der(tag, value):
    n = len(value)
    if n < 0x80:
        length = bytes([n])
    else:
        raw = n.to_bytes((n.bit_length() + 7) // 8, "big")
        length = bytes([0x80 | len(raw)]) + raw
    return bytes([tag]) + length + value


def der_int(n):
    raw = n.to_bytes(max(1, n.bit_length() // 8 + 1), "big")
    return der(0x02, raw)


def der_oid(text):
    parts = [int(p) for p in text.split(".")]
    out = bytes([parts[0] * 40 + parts[1]])
    for part in parts[2:]:
        chunk = [part & 0x7F]
        part >>= 7
        while part:
            chunk.append(0x80 | (part & 0x7F))
            part >>= 7
        out += bytes(reversed(chunk))
    return der(0x06, out)


class RsaKey:
    bits = 2048

    def __init__(self, n, e, d):
        self.n, self.e, self.d = n, e, d
        self.size = (n.bit_length() + 7) // 8

    @classmethod
    def load(cls, directory, name):
        path = os.path.join(directory, name + ".pem")
        if not os.path.exists(path):
            subprocess.run(["openssl", "genrsa", "-out", path, str(cls.bits)],
                           check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            os.chmod(path, 0o600)
        raw = None
        for extra in (["-traditional"], []):
            done = subprocess.run(["openssl", "rsa", "-in", path, "-outform", "DER"] + extra,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            if done.returncode == 0:
                raw = done.stdout
                break
        if raw is None:
            raise SystemExit("vcard: openssl could not read %s" % path)
        return cls(*cls._parse(raw))

    @staticmethod
    def _parse(raw):
        def item(data, at):
            n, at2 = data[at + 1], at + 2
            if n & 0x80:
                count = n & 0x7F
                n, at2 = int.from_bytes(data[at2:at2 + count], "big"), at2 + count
            return data[at], data[at2:at2 + n], at2 + n
        _, body, _ = item(raw, 0)
        numbers, at = [], 0
        while at < len(body) and len(numbers) < 4:
            tag, value, at = item(body, at)
            if tag != 2:
                raise SystemExit("vcard: unexpected RSA key encoding")
            numbers.append(int.from_bytes(value, "big"))
        return numbers[1], numbers[2], numbers[3]

    def sign_block(self, payload):
        """PKCS #1 v1.5 type 1 padding over payload as given."""
        if not 1 <= len(payload) <= self.size - 11:
            raise ValueError("payload length")
        block = b"\x00\x01" + b"\xff" * (self.size - 3 - len(payload)) + b"\x00" + payload
        return pow(int.from_bytes(block, "big"), self.d, self.n).to_bytes(self.size, "big")

    def sign_sha256(self, message):
        return self.sign_block(SHA256_DIGESTINFO + hashlib.sha256(message).digest())

    def card_public(self):
        """Public key as the card-face applications write it: tags 90 and 91."""
        exponent = self.e.to_bytes(3, "big")
        return Ber.tlv(0x90, exponent) + b"\x91\x82" + struct.pack(">H", self.size) + \
            self.n.to_bytes(self.size, "big")


def make_name(parts):
    oids = {"C": ("2.5.4.6", 0x13), "O": ("2.5.4.10", 0x0C), "OU": ("2.5.4.11", 0x0C), "CN": ("2.5.4.3", 0x0C)}
    out = b""
    for key, value in parts:
        oid, tag = oids[key]
        out += der(0x31, der(0x30, der_oid(oid) + der(tag, value.encode())))
    return der(0x30, out)


def make_cert(serial, issuer, subject, key, signer, not_before, not_after, extensions):
    def when(date, end):
        clock = "145959Z" if end else "000000Z"
        if date.year < 2050:
            return der(0x17, date.strftime("%y%m%d").encode() + clock.encode())
        return der(0x18, date.strftime("%Y%m%d").encode() + clock.encode())
    sha256_rsa = der(0x30, der_oid("1.2.840.113549.1.1.11") + b"\x05\x00")
    public = der(0x30, der_int(key.n) + der_int(key.e))
    spki = der(0x30, der(0x30, der_oid("1.2.840.113549.1.1.1") + b"\x05\x00") + der(0x03, b"\0" + public))
    exts = b""
    for oid, critical, value in extensions:
        exts += der(0x30, der_oid(oid) + (b"\x01\x01\xff" if critical else b"") + der(0x04, value))
    tbs = der(0x30, der(0xA0, der_int(2)) + der_int(serial) + sha256_rsa + issuer +
              der(0x30, when(not_before, False) + when(not_after, True)) + subject + spki +
              der(0xA3, der(0x30, exts)))
    return der(0x30, tbs + sha256_rsa + der(0x03, b"\0" + signer.sign_sha256(tbs)))


KEY_USAGE = "2.5.29.15"
BASIC_CONSTRAINTS = "2.5.29.19"
SUBJECT_ALT_NAME = "2.5.29.17"
EXT_KEY_USAGE = "2.5.29.37"
JPKI_ARC = "1.2.392.200149.8.5.5"


class Jpki:
    """Two keys, two end-entity certificates and their test CAs."""

    def __init__(self, holder, directory):
        self.auth = RsaKey.load(directory, "auth")
        self.sign = RsaKey.load(directory, "sign")
        auth_ca, sign_ca = RsaKey.load(directory, "auth-ca"), RsaKey.load(directory, "sign-ca")
        self.issuer = sign_ca
        begin, end = parse_date(holder["cert_not_before"]), parse_date(holder["cert_not_after"])
        ca_begin, ca_end = datetime.date(2020, 1, 1), datetime.date(2045, 1, 1)
        ca_ext = [(BASIC_CONSTRAINTS, True, der(0x30, b"\x01\x01\xff")), (KEY_USAGE, True, h2b("03020106"))]
        auth_name = make_name([("C", "JP"), ("O", "VCARD-TEST"), ("OU", "VCARD-TEST for user authentication")])
        sign_name = make_name([("C", "JP"), ("O", "VCARD-TEST"), ("OU", "VCARD-TEST for digital signature")])
        self.auth_ca_cert = make_cert(1, auth_name, auth_name, auth_ca, auth_ca, ca_begin, ca_end, ca_ext)
        self.sign_ca_cert = make_cert(1, sign_name, sign_name, sign_ca, sign_ca, ca_begin, ca_end, ca_ext)
        usage = (KEY_USAGE, True, h2b("03020780"))
        client = (EXT_KEY_USAGE, False, der(0x30, der_oid("1.3.6.1.5.5.7.3.2")))
        subject = make_name([("C", "JP"), ("CN", "00000001VCARDAUTH0000001A")])
        self.auth_cert = make_cert(0x0102030405, auth_name, subject, self.auth, auth_ca, begin, end, [usage, client])
        birth = parse_date(holder["birth"])
        code, _ = to_era(birth)
        values = {"1": holder["name"], "3": holder["sex"], "4": "%d%s" % (code, birth.strftime("%Y%m%d")),
                  "5": holder["address"]}
        names = b""
        for arc, text in values.items():
            names += der(0xA0, der_oid(JPKI_ARC + "." + arc) + der(0xA0, der(0x0C, text.encode())))
        subject = make_name([("C", "JP"), ("CN", "00000001VCARDSIGN0000001A")])
        self.sign_cert = make_cert(0x0102030406, sign_name, subject, self.sign, sign_ca, begin, end,
                                   [(KEY_USAGE, True, h2b("030206C0")), (SUBJECT_ALT_NAME, False, der(0x30, names))])


# --------------------------------------------------------------------------
# card model
# --------------------------------------------------------------------------


class Removed(Exception):
    def __init__(self, back=None):
        super().__init__("card removed")
        self.back = back


class Pin:
    def __init__(self, name, value, tries):
        self.name, self.value, self.max, self.left = name, value, tries, tries


class File:
    """A transparent EF, a record EF, a PIN (internal EF) or a private key."""

    def __init__(self, label, data=None, pin=None, key=None, records=None, access=None, sm=False):
        self.label, self.data, self.pin, self.key = label, data, pin, key
        self.records, self.access, self.sm = records, access or [], sm


class Directory:
    def __init__(self, label, aid, files):
        self.label, self.aid, self.files = label, aid, files


class Fault:
    """KIND[@COMMAND[/FILE][:N[+]]][=VALUE]"""

    KINDS = ("remove", "sw", "delay", "mute", "short", "overlong", "runt", "chain", "wrong-le",
             "badsig", "garbage", "eof-warning")

    def __init__(self, spec):
        head, _, self.value = spec.partition("=")
        head, _, where = head.partition("@")
        self.kind, slash, filename = head.partition("/")
        self.command, self.file, self.nth, self.onward = "any", filename or None, None, False
        if where:
            where, colon, nth = where.partition(":")
            self.command, _, extra = where.partition("/")
            self.file = extra or self.file
            if colon:
                self.onward = nth.endswith("+")
                self.nth = int(nth.rstrip("+"))
        if self.kind not in self.KINDS:
            raise ValueError("unknown fault %r (one of %s)" % (self.kind, ", ".join(self.KINDS)))
        if self.kind in ("remove", "mute") and self.nth is None:
            self.nth = 1
        self.spec, self.seen = spec, 0

    def hit(self, command, label):
        if self.command not in ("any", command):
            return False
        if self.file and self.file != label:
            return False
        self.seen += 1
        if self.nth is None:
            return True
        return self.seen >= self.nth if self.onward else self.seen == self.nth


INS_NAMES = {0xA4: "select", 0xB0: "read", 0xB2: "record", 0x20: "verify", 0x2A: "sign", 0x84: "challenge",
             0x82: "auth", 0xC0: "response", 0x88: "internal"}


class Apdu:
    """Short and extended command APDUs."""

    def __init__(self, raw):
        if len(raw) < 4:
            raise ValueError("short command")
        self.cla, self.ins, self.p1, self.p2 = raw[:4]
        self.data, self.le, self.extended = b"", None, False
        body = raw[4:]
        if not body:
            return
        if len(body) == 1:
            self.le = body[0] or 256
            return
        if body[0] == 0 and len(body) >= 3:
            self.extended = True
            number = struct.unpack(">H", body[1:3])[0]
            if len(body) == 3:
                self.le = number or 65536
                return
            if len(body) == 3 + number:
                self.data = body[3:]
                return
            if len(body) == 5 + number:
                self.data = body[3:3 + number]
                self.le = struct.unpack(">H", body[-2:])[0] or 65536
                return
            raise ValueError("bad extended length")
        count = body[0]
        if len(body) == 1 + count:
            self.data = body[1:]
        elif len(body) == 2 + count:
            self.data, self.le = body[1:1 + count], body[-1] or 256
        else:
            raise ValueError("bad length")


def sw(value):
    return struct.pack(">H", value)


OK = 0x9000


class Card:
    atr = b""
    kind = "card"
    clears_on_select = True
    warm_reset_clears = True

    def __init__(self, holder, args):
        self.holder, self.args = holder, args
        self.pins = {}
        self.directories = []
        self.root = None
        self.faults = []
        self.blocked_sw = int(args.blocked_sw, 16)
        self.pending = b""
        self.rng = random.Random(args.seed)
        self.report = {"card": self.kind, "commands": 0, "power_on": 0, "power_off": 0, "reset": 0,
                       "selected": {}, "reads": {}, "verify": {}, "verify_wrong": {}, "tries_left_query": {},
                       "verify_without_query": 0, "signatures": 0, "sign_refused": 0, "unknown_commands": 0,
                       "status_words": {}, "my_number_read": False, "removed": 0}
        self.queried = set()
        self.power_state()

    # -- life cycle -------------------------------------------------------

    def power_state(self):
        self.verified = set()
        self.current = self.root
        self.file = None
        self.pending = b""
        self.queried = set()

    def power_on(self):
        self.report["power_on"] += 1

    def power_off(self):
        self.report["power_off"] += 1
        self.power_state()

    def reset(self):
        self.report["reset"] += 1
        kept = set() if self.warm_reset_clears or self.args.warm_reset_clears else self.verified
        self.power_state()
        self.verified = kept

    def add_pin(self, name, value, tries):
        value = value if isinstance(value, bytes) else value.encode("ascii")
        pin = self.pins[name] = Pin(name, value, tries)
        return pin

    def count(self, table, key):
        table[key] = table.get(key, 0) + 1

    # -- dispatch ---------------------------------------------------------

    def label(self):
        return self.file.label if self.file else ""

    def transmit(self, raw):
        self.report["commands"] += 1
        try:
            apdu = Apdu(raw)
        except ValueError:
            return self.finish("bad", None, b"", 0x6700)
        command = INS_NAMES.get(apdu.ins, "other")
        label = self.target_label(apdu, command)
        active = [f for f in self.faults if f.hit(command, label)]
        for fault in active:
            if fault.kind == "delay":
                time.sleep(float(fault.value or 1000) / 1000.0)
            elif fault.kind == "remove":
                back = float(fault.value) if fault.value else None
                raise Removed(back)
            elif fault.kind == "mute":
                return None
            elif fault.kind == "sw":
                return self.finish(command, apdu, b"", int(fault.value, 16))
        self.badsig = any(f.kind == "badsig" for f in active)
        limit = None
        for fault in active:
            if fault.kind == "short" and command == "read":
                limit = int(fault.value or 32)
            elif fault.kind == "wrong-le" and command == "read" and (apdu.le or 0) > int(fault.value or 16):
                return self.finish(command, apdu, b"", 0x6C00 | (int(fault.value or 16) & 0xFF))
        if limit is not None and apdu.le is not None:
            apdu.le = min(apdu.le, limit)
        data, status = self.execute(apdu)
        for fault in active:
            if status != OK:
                continue
            if fault.kind == "overlong":
                data += b"\xAA" * int(fault.value or 512)
            elif fault.kind == "runt":
                self.finish(command, apdu, b"", status)
                return data[:1] if data else b"\x90"
            elif fault.kind == "chain" and data:
                size = int(fault.value or 64)
                if len(data) > size:
                    self.pending, data = data[size:], data[:size]
                    status = 0x6100 | (len(self.pending) & 0xFF if len(self.pending) < 256 else 0)
            elif fault.kind == "eof-warning" and command == "read" and apdu.le and len(data) < apdu.le:
                status = 0x6282
        return self.finish(command, apdu, data, status)

    def finish(self, command, apdu, data, status):
        self.count(self.report["status_words"], "%04X" % status)
        self.trace(command, apdu, data, status)
        return data + sw(status)

    def trace(self, command, apdu, data, status):
        """Headers, lengths and status only.  Payloads need --trace-payload."""
        if not self.args.log:
            return
        if apdu is None:
            line = "malformed command -> %04X" % status
        else:
            line = "%-9s %02X%02X%02X%02X lc=%d le=%s df=%s ef=%s -> %04X len=%d" % (
                command, apdu.cla, apdu.ins, apdu.p1, apdu.p2, len(apdu.data),
                "-" if apdu.le is None else apdu.le, self.current.label if self.current else "-",
                self.label() or "-", status, len(data))
            if self.args.trace_payload:
                line += " c=%s r=%s" % (apdu.data.hex(), data.hex())
        self.log_line(line)

    def log_line(self, line):
        if self.args.log:
            self.args.log_stream.write("%.3f %s\n" % (time.time() - self.args.started, line))
            self.args.log_stream.flush()

    def target_label(self, apdu, command):
        found = None
        if command in ("read", "verify", "sign", "record") and self.current:
            sfi = 0
            if command == "read" and apdu.p1 & 0x80:
                sfi = apdu.p1 & 0x1F
            elif command in ("verify", "sign") and apdu.p2 & 0x80:
                sfi = apdu.p2 & 0x1F
            elif command == "record":
                sfi = apdu.p2 >> 3
            found = self.current.files.get(sfi) if sfi else self.file
        return found.label if found else self.label()

    def execute(self, apdu):
        handlers = {0xA4: self.do_select, 0xB0: self.do_read, 0xB2: self.do_record, 0x20: self.do_verify,
                    0x2A: self.do_sign, 0x84: self.do_challenge, 0x82: self.do_auth, 0xC0: self.do_response}
        handler = handlers.get(apdu.ins)
        if handler is None:
            self.report["unknown_commands"] += 1
            return b"", 0x6D00
        return handler(apdu)

    # -- commands ---------------------------------------------------------

    def select_mf(self, apdu):
        return b"", 0x6A86

    def do_select(self, apdu):
        if apdu.cla != 0x00:
            return b"", 0x6E00
        if apdu.p1 == 0x04:
            if not 1 <= len(apdu.data) <= 16:
                return b"", 0x6A87
            for directory in self.directories:
                if directory.aid and directory.aid == apdu.data:
                    self.current, self.file = directory, None
                    if self.clears_on_select and not self.args.keep_auth_on_select:
                        self.verified = set()
                    self.count(self.report["selected"], directory.label)
                    return b"", OK
            return b"", 0x6A82
        if apdu.p1 == 0x02:
            return self.select_ef(apdu)
        if apdu.p1 == 0x00:
            return self.select_mf(apdu)
        return b"", 0x6A86

    def select_ef(self, apdu):
        if len(apdu.data) != 2:
            return b"", 0x6A87
        if self.current is None:
            return b"", 0x6A82
        found = self.current.files.get(struct.unpack(">H", apdu.data)[0])
        if found is None:
            return b"", 0x6A82
        self.file = found
        return b"", OK

    def allowed(self, found):
        return not found.access or any(group <= self.verified for group in found.access)

    def by_sfi(self, sfi):
        if self.current is None or not 1 <= sfi <= 0x1E:
            return None
        return self.current.files.get(sfi)

    def do_read(self, apdu):
        if apdu.cla != 0x00:
            return b"", 0x6E00
        offset = (apdu.p1 << 8) | apdu.p2
        if apdu.p1 & 0x80:
            if apdu.p1 & 0x60:
                return b"", 0x6A86
            found = self.by_sfi(apdu.p1 & 0x1F)
            if found is None:
                return b"", 0x6A82
            self.file, offset = found, apdu.p2
        return self.read_file(self.file, offset, apdu.le)

    def read_file(self, found, offset, le):
        if found is None:
            return b"", 0x6986
        if found.data is None:
            return b"", 0x6981
        if not self.allowed(found):
            return b"", 0x6982
        if le is None:
            return b"", 0x6700
        if offset >= len(found.data):
            return b"", 0x6B00
        self.count(self.report["reads"], found.label)
        if found.label in ("text.number", "visual.number"):
            self.report["my_number_read"] = True
        return found.data[offset:offset + le], OK

    def do_record(self, apdu):
        if apdu.cla != 0x00:
            return b"", 0x6E00
        if apdu.p2 >> 3:
            self.file = self.by_sfi(apdu.p2 >> 3)
        if self.file is None:
            return b"", 0x6986
        if not self.file.records:
            return b"", 0x6981
        if not self.allowed(self.file):
            return b"", 0x6982
        if not 1 <= apdu.p1 <= len(self.file.records):
            return b"", 0x6A83
        self.count(self.report["reads"], self.file.label)
        return self.file.records[apdu.p1 - 1], OK

    def do_verify(self, apdu):
        if apdu.cla != 0x00:
            return b"", 0x6E00
        if apdu.p1 != 0 or not apdu.p2 & 0x80 or apdu.p2 & 0x60:
            return b"", 0x6A86
        if apdu.p2 & 0x1F:
            found = self.by_sfi(apdu.p2 & 0x1F)
            if found is None:
                return b"", 0x6A82
            self.file = found
        if self.file is None:
            return b"", 0x6986
        pin = self.file.pin
        if pin is None:
            return b"", 0x6981
        if not apdu.data:
            self.count(self.report["tries_left_query"], pin.name)
            self.queried.add(pin.name)
            return b"", 0x63C0 | min(pin.left, 15)
        if len(apdu.data) > 16:
            return b"", 0x6700
        self.count(self.report["verify"], pin.name)
        if pin.name not in self.queried:
            self.report["verify_without_query"] += 1
        if pin.left == 0:
            return b"", self.blocked_sw
        if apdu.data == pin.value:
            pin.left = pin.max
            self.verified.add(pin.name)
            self.save_state()
            return b"", OK
        self.verified.discard(pin.name)
        self.count(self.report["verify_wrong"], pin.name)
        pin.left -= 1
        self.save_state()
        return b"", 0x63C0 | min(pin.left, 15)

    def do_sign(self, apdu):
        return b"", 0x6D00

    def do_challenge(self, apdu):
        if apdu.cla != 0x00:
            return b"", 0x6E00
        if apdu.le is None or apdu.le > 256:
            return b"", 0x6700
        return bytes(self.rng.randrange(256) for _ in range(apdu.le)), OK

    def do_auth(self, apdu):
        return b"", 0x6D00

    def do_response(self, apdu):
        if not self.pending:
            return b"", 0x6985
        size = apdu.le or 256
        data, self.pending = self.pending[:size], self.pending[size:]
        if self.pending:
            rest = len(self.pending)
            return data, 0x6100 | (rest & 0xFF if rest < 256 else 0)
        return data, OK

    # -- retry counters survive a restart when --state is given -------------

    def save_state(self):
        if not self.args.state:
            return
        temporary = self.args.state + ".new"
        with open(temporary, "w") as stream:
            json.dump({name: pin.left for name, pin in self.pins.items()}, stream, sort_keys=True)
        os.replace(temporary, self.args.state)

    def load_state(self):
        if self.args.state and os.path.exists(self.args.state):
            with open(self.args.state) as stream:
                for name, left in json.load(stream).items():
                    if name in self.pins:
                        self.pins[name].left = left

    # -- content faults -----------------------------------------------------

    def files(self):
        seen = {}
        for directory in self.directories + ([self.root] if self.root else []):
            for found in directory.files.values():
                seen[found.label] = found
        return seen

    def spoil(self, fault):
        found = self.files().get(fault.file)
        if found is None or found.data is None:
            raise SystemExit("vcard: no readable file %r on this card" % fault.file)
        found.data = spoil(found.data, fault.value or "random", self.rng)

    def final_report(self):
        out = dict(self.report)
        out["tries_left"] = {name: pin.left for name, pin in sorted(self.pins.items())}
        out["still_verified"] = sorted(self.verified)
        return out


# --------------------------------------------------------------------------
# content faults: variants of broken TLV
# --------------------------------------------------------------------------

SPOIL_VARIANTS = ("random", "zeros", "blank", "truncated", "wrongtag", "badlen", "outerlen", "huge", "indefinite",
                  "missing", "duplicate", "badutf8", "control", "markup", "longname", "empty", "offsets",
                  "badodd", "baddate")


def tlv_split(data):
    """(outer tag or None, [(tag bytes, value)], trailing bytes) of a card file."""
    def header(buf, at):
        start = at
        first = buf[at]
        at += 1
        if first & 0x1F == 0x1F and (first >= 0xC0 or first in (0x5F, 0x7F)):
            at += 1
        tag = buf[start:at]
        n = buf[at]
        at += 1
        if n & 0x80:
            count = n & 0x7F
            n, at = int.from_bytes(buf[at:at + count], "big"), at + count
        return tag, n, at
    outer = None
    body, end = data, len(data)
    if data[:1] == b"\xff" and data[1:2] != b"\xff":
        outer, n, at = header(data, 0)
        body, end = data[at:at + n], at + n
    items, at = [], 0
    while at < len(body) and body[at] not in (0x00, 0xFF):
        tag, n, start = header(body, at)
        items.append((tag, body[start:start + n]))
        at = start + n
    trailing = data[end:] if outer else body[at:]
    return outer, items, trailing


def tlv_join(outer, items, trailing, size):
    body = b""
    for tag, value in items:
        if outer:
            body += tag + Ber.length(len(value)) + value
        else:
            body += simple_tlv(int.from_bytes(tag, "big"), value)
    if outer:
        return outer + Ber.length(len(body)) + body + trailing
    return pad(body, max(size, len(body)))


def spoil(data, variant, rng):
    """Return a damaged copy of a file's content."""
    if variant == "random":
        return bytes(rng.randrange(256) for _ in range(len(data)))
    if variant == "zeros":
        return bytes(len(data))
    if variant == "blank":
        return b"\xff" * len(data)
    if variant == "empty":
        return b""
    if variant == "truncated":
        return data[:max(1, len(data.rstrip(b"\xff")) // 2)]
    if variant == "wrongtag":
        return bytes([data[0] ^ 0x01 if data[0] != 0xFF else 0x30]) + data[1:]
    if variant == "outerlen":
        out = bytearray(data)
        at = 2 if data[0] == 0xFF else 1
        out[at:at + 1] = b"\x82\x7f\xf0"
        return bytes(out)
    if variant == "huge":
        at = 2 if data[0] == 0xFF else 1
        return data[:at] + b"\x84\xff\xff\xff\xf0" + data[at + 1:]
    if variant == "indefinite":
        at = 2 if data[0] == 0xFF else 1
        return data[:at] + b"\x80" + data[at + 1:]
    outer, items, trailing = tlv_split(data)
    text = b"\xdf\x22" if outer else b"\x12"
    date = b"\xdf\x24" if outer else b"\x16"
    index = next((i for i, (tag, _) in enumerate(items) if tag == text), 0)
    if variant == "badlen":
        joined = bytearray(tlv_join(outer, items, trailing, len(data)))
        at = joined.find(items[index][0])
        joined[at + len(items[index][0])] = 0x7E
        return bytes(joined)
    if variant == "missing":
        del items[index]
    elif variant == "duplicate":
        other = "別人　太郎"
        items.insert(index + 1, (text, other.encode() if outer else jis0208(other, None)))
    elif variant == "badutf8":
        items[index] = (text, b"\xe6\x9e\xb6\xc0\xaf\xed\xa0\x80\xff" if outer else b"\x30\x21\x80\xff\x7f\x21\x20\x20")
    elif variant == "badodd":
        items[index] = (text, items[index][1][:-1])
    elif variant == "control":
        items[index] = (text, "架空\0\r\n\t\x1b[2J\u202e花子".encode() if outer else b"\x30\x21\x00\x00\x1b\x24\x30\x22")
    elif variant == "markup":
        items[index] = (text, "<script>alert(1)</script>\";'=1+1".encode() if outer
                        else jis0208("＜ｓ＞＝１＋１", None))
    elif variant == "longname":
        items[index] = (text, ("長" * 600).encode() if outer else jis0208("長" * 300, None))
    elif variant == "baddate":
        at = next((i for i, (tag, _) in enumerate(items) if tag == date), None)
        if at is None:
            raise SystemExit("vcard: baddate needs a file with a birth date")
        items[at] = (date, b"19851332" if outer else b"3601332")
    elif variant == "offsets":
        if not outer or items[0][0] != b"\xdf\x21":
            raise SystemExit("vcard: offsets needs text.attrs or visual.face")
        items[0] = (items[0][0], b"\x7f\xff" * (len(items[0][1]) // 2))
    else:
        raise SystemExit("vcard: unknown garbage variant %r" % variant)
    return tlv_join(outer, items, trailing, len(data))


# --------------------------------------------------------------------------
# Individual Number Card
# --------------------------------------------------------------------------


def png_pattern(width, height, seed):
    """A small 1-bit PNG.  It stands in for the rendered text of the card face."""
    rng = random.Random(seed)
    rows = b""
    for _ in range(height):
        rows += b"\0" + bytes(rng.randrange(256) for _ in range((width + 7) // 8))

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def jp2_stub(size):
    """JPEG 2000 signature box followed by filler: recognisable, not decodable."""
    return pad(h2b("0000000c6a5020200d0a870a") + b"\0" * 20, size, 0)


def with_offsets(tag, table_tag, fields):
    """Outer TLV whose first object lists where the other objects start."""
    def build(offsets):
        table = b"".join(struct.pack(">H", o) for o in offsets)
        body, starts = Ber.tlv(table_tag, table), []
        for field_tag, value in fields:
            starts.append(len(body))
            body += Ber.tlv(field_tag, value)
        whole = Ber.tlv(tag, body)
        shift = len(whole) - len(body)
        return whole, [s + shift for s in starts]
    _, offsets = build([0] * len(fields))
    whole, _ = build(offsets)
    return whole


AID_TEXT = h2b("D3921000310001010408")
AID_VISUAL = h2b("D3921000310001010402")
AID_JPKI = h2b("D392F000260100000001")
AID_COMMON = h2b("D3921000310001010100")
AID_DL_ON_MYNUMBER = h2b("A0000002310600000000000000000000")


class MyNumberCard(Card):
    kind = "mynumber"
    atr = h2b("3BE000FF8131FE4514")
    warm_reset_clears = False

    def __init__(self, holder, args, jpki):
        super().__init__(holder, args)
        pins, birth = holder["pins"], parse_date(holder["birth"])
        if holder.get("foreign_national"):
            six = birth.strftime("%y%m%d")
        else:
            six = "%02d%02d%02d" % (to_era(birth)[1], birth.month, birth.day)
        code_a = holder["my_number"]
        code_b = pins.get("code-b") or six + holder["card_expiry"][:4] + holder["security_code"]
        text_pin = self.add_pin("text-pin", pins["text-pin"], 3)
        text_a, text_b = self.add_pin("text-a", code_a, 10), self.add_pin("text-b", code_b, 10)
        visual_birth = self.add_pin("visual-birth", six, 10)
        visual_a, visual_b = self.add_pin("visual-a", code_a, 10), self.add_pin("visual-b", code_b, 10)
        auth, sign = self.add_pin("auth", pins["auth"], 3), self.add_pin("sign", pins["sign"], 5)
        common = self.add_pin("common", pins["common"], 3)
        issuer = jpki.issuer if jpki else None

        number = Ber.tlv(0xFF10, code_a.encode()) + b"\xff\xff"
        attrs = with_offsets(0xFF20, 0xDF21, [
            (0xDF22, holder["name"].encode()), (0xDF23, holder["address"].encode()),
            (0xDF24, ymd(holder["birth"])), (0xDF25, holder["sex"].encode())])
        _, items, _ = tlv_split(attrs)
        covered = b"".join(tag + Ber.length(len(value)) + value for tag, value in items[1:])
        signed = Ber.tlv(0xDF31, hashlib.sha256(number).digest()) + Ber.tlv(0xDF32, hashlib.sha256(covered).digest())
        integrity = Ber.tlv(0xFF30, signed + Ber.tlv(0xDF33, issuer.sign_sha256(signed) if issuer else bytes(256)))
        key_id = b"6000034" + h2b("0805") + b"001" + bytes(4)
        info = Ber.tlv(0xFF40, Ber.tlv(0xDF41, h2b("01030E01")) + Ber.tlv(0xDF42, key_id) +
                       Ber.tlv(0xDF43, b"\xff" * 128))
        locked = self.add_pin("text-0012", b"\xff" * 8, 1)
        locked.left = 0
        text = Directory("text", AID_TEXT, {
            0x0001: File("text.number", number, access=[{"text-pin"}, {"text-a"}]),
            0x0002: File("text.attrs", attrs, access=[{"text-pin"}, {"text-b"}]),
            0x0003: File("text.integrity", integrity, access=[{"text-pin"}, {"text-a"}, {"text-b"}]),
            0x0005: File("text.info", info),
            0x0011: File("text.pin", pin=text_pin),
            0x0012: File("text.0012", pin=locked),
            0x0014: File("text.code-a", pin=text_a),
            0x0015: File("text.code-b", pin=text_b)})

        public = jpki.sign.card_public() if jpki else RsaKey(3 << 2046, 65537, 1).card_public()

        def seal(body):
            return issuer.sign_sha256(body) if issuer else bytes(256)
        age = Ber.tlv(0xDF11, ymd(holder["birth"])) + Ber.tlv(0xDF12, public)
        age = Ber.tlv(0xFF10, age + Ber.tlv(0xDF13, seal(age)))
        name_png, address_png = png_pattern(128, 24, 1), png_pattern(256, 48, 2)
        photo, code_png = jp2_stub(1500), png_pattern(24, 12, 3)
        groups = [Ber.tlv(0xDF22, ymd(holder["birth"])) + Ber.tlv(0xDF23, holder["sex"].encode()) +
                  Ber.tlv(0xDF24, public),
                  Ber.tlv(0xDF25, name_png) + Ber.tlv(0xDF26, address_png), Ber.tlv(0xDF27, photo)]
        seal_face = seal(b"".join(hashlib.sha256(g).digest() for g in groups))
        face = with_offsets(0xFF20, 0xDF21, [
            (0xDF22, ymd(holder["birth"])), (0xDF23, holder["sex"].encode()), (0xDF24, public),
            (0xDF25, name_png), (0xDF26, address_png), (0xDF27, photo), (0xDF28, seal_face),
            (0xDF29, ymd(holder["card_expiry"])), (0xDF2A, code_png)])
        visual_info = Ber.tlv(0xFF30, Ber.tlv(0xDF31, h2b("06030E01")) + Ber.tlv(0xDF32, key_id) +
                              Ber.tlv(0xDF33, b"\x01") + Ber.tlv(0xDF34, holder["municipality"].encode()) +
                              Ber.tlv(0xDF35, key_id + bytes(256)))
        image = Ber.tlv(0xDF41, png_pattern(72, 12, 4)) + Ber.tlv(0xDF42, public)
        image = Ber.tlv(0xFF40, image + Ber.tlv(0xDF43, seal(image)))
        visual = Directory("visual", AID_VISUAL, {
            0x0001: File("visual.birth", age, access=[{"visual-birth"}]),
            0x0002: File("visual.face", face, access=[{"visual-a"}, {"visual-b"}]),
            0x0003: File("visual.info", visual_info),
            0x0005: File("visual.number", image, access=[{"visual-a"}]),
            0x0011: File("visual.code-birth", pin=visual_birth),
            0x0012: File("visual.code-b", pin=visual_b),
            0x0013: File("visual.code-a", pin=visual_a)})

        record = b"\x01\x1c" + (holder["serial"] + holder["municipality"]).encode() + ymd(holder["card_expiry"])
        common_ap = Directory("common", AID_COMMON, {
            0x0001: File("common.info", records=[record]), 0x001C: File("common.pin", pin=common)})
        self.directories = [text, visual, common_ap]

        if jpki:
            token = pad(b"JPKIAPICCTOKEN2", 32, 0x20) + pad(b"VCARD", 32, 0x20) + pad(b"TEST", 16, 0x20) + bytes(80)
            self.directories.append(Directory("jpki", AID_JPKI, {
                0x0001: File("jpki.sign-cert", pad(jpki.sign_cert, 2048), access=[{"sign"}]),
                0x0002: File("jpki.sign-ca", pad(jpki.sign_ca_cert, 2048)),
                0x0006: File("jpki.token", token),
                0x0008: File("jpki.available", h2b("8F8F00")),
                0x000A: File("jpki.auth-cert", pad(jpki.auth_cert, 2048)),
                0x000B: File("jpki.auth-ca", pad(jpki.auth_ca_cert, 2048)),
                0x0017: File("jpki.auth-key", key=jpki.auth, access=[{"auth"}]),
                0x0018: File("jpki.auth-pin", pin=auth),
                0x001A: File("jpki.sign-key", key=jpki.sign, access=[{"sign"}]),
                0x001B: File("jpki.sign-pin", pin=sign)}))

        if args.with_dl:
            licence = holder["licence"]
            value = pins["dl"] if licence["pin_set"] else "****"
            dl = self.add_pin("dl", value, 10)
            body = simple_tlv(0xC2, b"") + simple_tlv(0xC3, b"") + simple_tlv(0xC5, era7(licence["expiry"]))
            self.directories.append(Directory("dl", AID_DL_ON_MYNUMBER, {
                0x0006: File("dl.pin", pin=dl),
                0x001A: File("dl.pin-set", simple_tlv(0xC1, bytes([1 if licence["pin_set"] else 0]))),
                0x001B: File("dl.data", pad(body, 64), access=[{"dl"}])}))

    def select_mf(self, apdu):
        """00 A4 00 00 selects nothing: 6A86 when no application is current, else 9000 without effect."""
        if apdu.data:
            return b"", 0x6A82
        return b"", OK if self.current else 0x6A86

    def do_sign(self, apdu):
        if apdu.cla != 0x80:
            return b"", 0x6E00
        if apdu.p2 & 0x1F:
            found = self.by_sfi(apdu.p2 & 0x1F)
            if found is None:
                return b"", 0x6A82
            self.file = found
        if self.file is None or self.file.key is None:
            return b"", 0x6A88
        if not self.allowed(self.file):
            self.report["sign_refused"] += 1
            return b"", 0x6982
        key = self.file.key
        if apdu.p1 == 0x00 and 1 <= len(apdu.data) <= key.size - 11:
            signature = key.sign_block(apdu.data)
        elif apdu.p1 == 0x02 and len(apdu.data) == 32:
            signature = key.sign_block(SHA256_DIGESTINFO + apdu.data)
        elif apdu.p1 == 0x03 and apdu.data:
            signature = key.sign_sha256(apdu.data)
        elif apdu.p1 in (0x00, 0x02, 0x03):
            return b"", 0x6700
        else:
            return b"", 0x6A86
        self.report["signatures"] += 1
        if self.badsig:
            signature = signature[:-1] + bytes([signature[-1] ^ 0x01])
        return signature, OK


# --------------------------------------------------------------------------
# driver's licence
# --------------------------------------------------------------------------


class Gaiji:
    """Characters outside JIS X 0208 become FFF1..FFF7, in order of appearance."""

    def __init__(self):
        self.chars = []

    def code(self, char):
        if char not in self.chars:
            if len(self.chars) == 7:
                return b"\xff\xfa"
            self.chars.append(char)
        return bytes([0xFF, 0xF1 + self.chars.index(char)])


def jis0208(text, gaiji):
    out = b""
    for char in text:
        char = {" ": "　", "－": "−", "～": "〜"}.get(char, char)
        try:
            raw = char.encode("euc_jp")
        except UnicodeEncodeError:
            raw = b""
        if len(raw) == 2 and raw[0] >= 0xA1 and raw[1] >= 0xA1:
            out += bytes([raw[0] & 0x7F, raw[1] & 0x7F])
        elif char == "〓":
            out += b"\xff\xfa"
        elif gaiji is None:
            out += b"\xff\xfa"
        else:
            out += gaiji.code(char)
    return out


CHANGE_TAGS = {"psc": range(0x51, 0x60), "name": range(0x60, 0x68), "kana": range(0x68, 0x70),
               "address": range(0x70, 0x78), "condition": range(0x78, 0x80), "release": range(0x80, 0x88),
               "remark": range(0x88, 0x90), "domicile": range(0xAB, 0xB0)}


class LicenceCard(Card):
    kind = "licence"
    clears_on_select = False

    def __init__(self, holder, args):
        super().__init__(holder, args)
        card, pins = holder["licence"], holder["pins"]
        unset = b"****"
        pin1 = self.add_pin("pin1", pins["pin1"].encode() if card["pin_set"] else unset, 3)
        pin2 = self.add_pin("pin2", pins["pin2"].encode() if card["pin_set"] else unset, 3)
        gaiji = Gaiji()

        def k(text):
            return jis0208(text, gaiji)
        version = card.get("spec_version", "008").encode()
        common = simple_tlv(0x45, version + bcd(ymd(card["issued"]).decode()) + bcd(ymd(card["expiry"]).decode()))
        common += simple_tlv(0x46, b"\x01\x01")
        body = simple_tlv(0x11, b"\x01") + simple_tlv(0x12, k(card["name"])) + simple_tlv(0x13, k(card["kana"]))
        body += simple_tlv(0x14, k(card.get("alias", ""))) + simple_tlv(0x15, k(card.get("unified_kana", "")))
        body += simple_tlv(0x16, era7(card["birth"])) + simple_tlv(0x17, k(card["address"]))
        body += simple_tlv(0x18, era7(card["issued"])) + simple_tlv(0x19, card["reference"].encode())
        body += simple_tlv(0x1A, k(card["colour"])) + simple_tlv(0x1B, era7(card["expiry"]))
        conditions = list(card.get("conditions", [])) + [""] * 4
        for i in range(4):
            body += simple_tlv(0x1C + i, k(conditions[i]))
        body += simple_tlv(0x20, k(card["psc"])) + simple_tlv(0x21, card["number"].encode())
        for tag in range(0x22, 0x34):
            held = card.get("categories", {}).get("%02X" % tag)
            body += simple_tlv(tag, era7(held) if held else b"%d000000" % to_era(parse_date(card["issued"]))[0])
        ef01 = pad(body, 880)
        ef02 = pad(simple_tlv(0x41, k(card["domicile"])), 82)

        counters = {}
        changed, changed_domicile = b"", b""
        for change in card.get("changes", []):
            kind = change["kind"]
            tags = CHANGE_TAGS[kind]
            index = counters.get(kind, 0)
            counters[kind] = index + 1
            date = era7(change["date"]).decode()
            value = b"\x01" + k("".join(chr(0xFF10 + int(d)) for d in date)) + k(change["text"])
            value += k((change.get("psc", "東京公安　") + "　" * 5)[:5])
            entry = simple_tlv(tags[index], value)
            if kind == "domicile":
                changed_domicile += entry
            else:
                changed += entry
        ef04 = pad(simple_tlv(0x50, b"\x01" if changed else b"\x00") + changed, 640)
        ef06 = pad(simple_tlv(0xAA, b"\x01" if changed_domicile else b"\x00") + changed_domicile, 256)

        def glyph(index):
            rng = random.Random(index)
            return pad(b"\x18" + bytes(rng.randrange(256) for _ in range(72)), 128, 0)
        count = len(gaiji.chars)
        ef03 = b"".join(simple_tlv(0x48 + i, glyph(i)) if i < count else b"" for i in range(2))
        ef05 = simple_tlv(0xA0, b"\x01" if count > 2 else b"\x00")
        ef05 += b"".join(simple_tlv(0xA1 + i, glyph(i + 2)) for i in range(max(0, count - 2)))
        ef07 = simple_tlv(0xB1, bytes(256)) + simple_tlv(0xB2, b"0001") + simple_tlv(0xB4, b"VCARD TEST ISSUER")
        photo = simple_tlv(0x5F40, h2b("FF4FFF51") + bytes(1996))

        one, both = [{"pin1"}], [{"pin1", "pin2"}]
        self.root = Directory("mf", None, {
            0x2F01: File("mf.common", common),
            0x000A: File("mf.pin-set", simple_tlv(0x05, bytes([1 if card["pin_set"] else 0]))),
            0x0001: File("mf.pin1", pin=pin1), 0x0002: File("mf.pin2", pin=pin2)})
        self.directories = [
            Directory("df1", h2b("A0000002310100000000000000000000"), {
                0x0001: File("df1.ef01", ef01, access=one), 0x0002: File("df1.ef02", ef02, access=both),
                0x0003: File("df1.ef03", pad(ef03, 264), access=one), 0x0004: File("df1.ef04", ef04, access=one),
                0x0005: File("df1.ef05", pad(ef05, 663), access=one), 0x0006: File("df1.ef06", ef06, access=both),
                0x0007: File("df1.ef07", pad(ef07, 578), access=one)}),
            Directory("df2", h2b("A0000002310200000000000000000000"), {
                0x0001: File("df2.ef01", pad(photo, 2005), access=both)}),
            Directory("df3", h2b("A0000002480300000000000000000000"), {0x0001: File("df3.ef01", b"\xff" * 16)})]
        self.atr = contactless_atr()
        self.power_state()

    def select_mf(self, apdu):
        if apdu.data not in (b"", b"\x3f\x00"):
            return b"", 0x6A82
        self.current, self.file = self.root, None
        self.count(self.report["selected"], "mf")
        return b"", OK


# --------------------------------------------------------------------------
# residence card, first generation
# --------------------------------------------------------------------------


def white_tiff(width, height):
    """TIFF, CCITT group 4, all white."""
    bits = "1" * height + "000000000001" * 2
    bits += "0" * (-len(bits) % 8)
    strip = int(bits, 2).to_bytes(len(bits) // 8, "big")
    tags = [(256, 4, width), (257, 4, height), (258, 3, 1), (259, 3, 4), (262, 3, 0), (273, 4, 8), (277, 3, 1),
            (278, 4, height), (279, 4, len(strip))]
    body = strip + bytes(len(strip) & 1)
    directory = struct.pack("<H", len(tags))
    for tag, kind, value in tags:
        directory += struct.pack("<HHI", tag, kind, 1) + (struct.pack("<HH", value, 0) if kind == 3
                                                          else struct.pack("<I", value))
    return b"II*\0" + struct.pack("<I", 8 + len(body)) + body + directory + bytes(4)


class ResidenceCard(Card):
    kind = "residence"
    clears_on_select = False

    def __init__(self, holder, args):
        super().__init__(holder, args)
        card = holder["residence"]
        self.number = card["number"].encode("ascii")
        if len(self.number) != 12:
            raise SystemExit("vcard: a residence card number has 12 characters")
        self.session, self.challenge = None, None
        need = [{"number"}]

        def fixed(tag, value, size):
            return Ber.tlv(tag, pad(value, size, 0))
        image, photo = white_tiff(1000, 630), jp2_stub(2900)
        address = (fixed(0xD2, ymd(card["address_date"]), 8) + fixed(0xD3, card["municipality"].encode(), 6) +
                   fixed(0xD4, card["address"].encode(), 320))
        files1 = {5: File("df1.front", fixed(0xD0, image, 7000), access=need, sm=True),
                  6: File("df1.photo", fixed(0xD1, photo, 3000), access=need, sm=True)}
        if card.get("no_photo"):
            files1[6].data = bytes(3004)
        files2 = {1: File("df2.address", address, access=need),
                  2: File("df2.permission-all", fixed(0xD5, card["permission_all"].encode(), 120), access=need),
                  3: File("df2.permission-one", fixed(0xD6, card["permission_one"].encode(), 120), access=need),
                  4: File("df2.renewal", fixed(0xD7, card["renewal_pending"].encode(), 1), access=need)}
        if card["card_type"] == "2":
            files2 = {1: files2[1]}
        seal = b"\xDA\x82\x01\x00" + bytes(256) + b"\xDB\x82\x04\xB0" + bytes(1200)
        self.root = Directory("mf", None, {0x0B: File("mf.common", Ber.tlv(0xC0, b"0001")),
                                           0x0A: File("mf.type", Ber.tlv(0xC1, card["card_type"].encode()))})
        base = "D392F0004F%02d" + "00" * 10
        self.directories = [Directory("df1", h2b(base % 2), files1), Directory("df2", h2b(base % 3), files2),
                            Directory("df3", h2b(base % 4), {2: File("df3.signature", seal, access=need)})]
        self.atr = contactless_atr()
        self.power_state()

    def power_state(self):
        super().power_state()
        self.session, self.challenge = None, None

    def select_mf(self, apdu):
        if apdu.data != b"\x3f\x00":
            return b"", 0x6A86
        self.current, self.file = self.root, None
        return b"", OK

    def select_ef(self, apdu):
        return b"", 0x6A86

    def do_challenge(self, apdu):
        if apdu.cla or apdu.p1 or apdu.p2:
            return b"", 0x6A86
        if apdu.le != 8:
            return b"", 0x6700
        fixed = self.args.fixed_random
        self.challenge = h2b("5A6E7E385162B7A3") if fixed else bytes(self.rng.randrange(256) for _ in range(8))
        return self.challenge, OK

    def do_auth(self, apdu):
        challenge, self.challenge = self.challenge, None
        if challenge is None:
            return b"", 0x6985
        if len(apdu.data) != 40:
            return b"", 0x6700
        key = hashlib.sha1(self.number).digest()[:16]
        sealed, mac = apdu.data[:32], apdu.data[32:]
        plain = Tdes2(key).decrypt(sealed)
        if retail_mac(key, sealed) != mac or plain[8:16] != challenge:
            return b"", 0x6300
        half = h2b("19D049490FFF52EEDBFCB930BC810ED0") if self.args.fixed_random else \
            bytes(self.rng.randrange(256) for _ in range(16))
        answer = Tdes2(key).encrypt(challenge + plain[:8] + half)
        seed = _xor(plain[16:32], half) + b"\0\0\0\1"
        self.session = Tdes2(hashlib.sha1(seed).digest()[:16])
        return answer + retail_mac(key, answer), OK

    def do_verify(self, apdu):
        if apdu.cla != 0x08:
            return b"", 0x6982
        if (apdu.p1, apdu.p2) != (0x00, 0x86):
            return b"", 0x6A86
        if self.session is None:
            return b"", 0x6985
        if len(apdu.data) != 19 or apdu.data[:3] != h2b("861101"):
            return b"", 0x6988
        self.count(self.report["verify"], "number")
        try:
            given = unpad80(self.session.decrypt(apdu.data[3:]))
        except ValueError:
            given = None
        if given != self.number:
            self.verified.discard("number")
            self.count(self.report["verify_wrong"], "number")
            return b"", 0x6300
        self.verified.add("number")
        return b"", OK

    def do_read(self, apdu):
        secure = apdu.cla == 0x08
        if apdu.cla not in (0x00, 0x08):
            return b"", 0x6E00
        offset = ((apdu.p1 & 0x7F) << 8) | apdu.p2
        if apdu.p1 & 0x80:
            found = self.current.files.get(apdu.p1 & 0x1F)
            if found is None:
                return b"", 0x6A82
            self.file, offset = found, apdu.p2
        le = apdu.le
        if secure:
            if self.session is None:
                return b"", 0x6985
            if len(apdu.data) != 4 or apdu.data[:2] != b"\x96\x02":
                return b"", 0x6988
            le = struct.unpack(">H", apdu.data[2:])[0] or 65536
        elif self.file is not None and self.file.sm:
            return b"", 0x6982
        data, status = self.read_file(self.file, offset, le)
        if status != OK or not secure:
            return data, status
        sealed = b"\x01" + self.session.encrypt(pad80(data))
        return Ber.tlv(0x86, sealed), OK


def contactless_atr():
    """ATR a PC/SC reader makes up for an ISO/IEC 14443 type B card."""
    body = h2b("888001" "0000000033818100")
    check = 0
    for value in body:
        check ^= value
    return b"\x3b" + body + bytes([check])


# --------------------------------------------------------------------------
# vpcd link
# --------------------------------------------------------------------------

CTRL_OFF, CTRL_ON, CTRL_RESET, CTRL_ATR = 0, 1, 2, 4


class Link:
    def __init__(self, card, args):
        self.card, self.args = card, args
        self.inserted = threading.Event()
        self.inserted.set()
        self.quit = threading.Event()
        self.sock = None
        self.ready = False
        self.back_at = None
        self.lock = threading.Lock()

    def connect(self):
        deadline = time.time() + self.args.wait
        while not self.quit.is_set():
            try:
                sock = socket.create_connection((self.args.host, self.args.port), timeout=5)
                sock.settimeout(None)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return sock
            except OSError as error:
                if time.time() > deadline:
                    raise SystemExit("vcard: cannot reach vpcd at %s:%d (%s); is pcscd running?"
                                     % (self.args.host, self.args.port, error))
                time.sleep(0.1)
        return None

    def receive(self, count):
        data = b""
        while len(data) < count:
            if hasattr(socket, "TCP_QUICKACK"):      # vpcd writes length and body apart: do not delay the ACK
                self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            part = self.sock.recv(count - len(data))
            if not part:
                return None
            data += part
        return data

    def send(self, data):
        self.sock.sendall(struct.pack(">H", len(data)) + data)

    def drop(self, back=None):
        with self.lock:
            self.inserted.clear()
            self.back_at = time.time() + back if back is not None else None
            if self.sock is not None:
                try:
                    self.sock.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
                self.sock.close()
                self.sock = None
        self.card.report["removed"] += 1
        self.card.power_state()

    def serve(self):
        while not self.quit.is_set():
            if not self.inserted.is_set():
                if self.back_at is not None and time.time() >= self.back_at:
                    self.inserted.set()
                elif self.args.exit_on_remove:
                    return
                else:
                    time.sleep(0.02)
                    continue
            self.sock = self.connect()
            if self.sock is None:
                return
            note("inserted: %s card at %s:%d" % (self.card.kind, self.args.host, self.args.port))
            self.session()
            if self.inserted.is_set() and not self.quit.is_set():
                self.card.power_state()
                time.sleep(0.2)

    def session(self):
        while not self.quit.is_set():
            try:
                head = self.receive(2)
                if head is None:
                    return
                message = self.receive(struct.unpack(">H", head)[0])
                if message is None:
                    return
                if len(message) == 1:
                    self.control(message[0])
                    continue
                answer = self.card.transmit(message)
                if answer is None:
                    note("fault: no answer from here on")
                    while self.inserted.is_set() and not self.quit.is_set():
                        time.sleep(0.02)
                    return
                self.send(answer)
            except Removed as removed:
                note("fault: card removed")
                self.drop(removed.back)
                return
            except (OSError, AttributeError, TypeError):
                return

    def control(self, code):
        if code != CTRL_ATR:
            self.card.log_line({CTRL_ON: "power on", CTRL_OFF: "power off", CTRL_RESET: "reset"}.get(code, "control"))
        if code == CTRL_ATR:
            self.send(self.card.atr)
            if self.args.ready_file and not self.ready and self.card.report["power_on"]:
                self.ready = True
                with open(self.args.ready_file, "w") as stream:
                    stream.write("%d\n" % os.getpid())
        elif code == CTRL_ON:
            self.card.power_on()
        elif code == CTRL_OFF:
            self.card.power_off()
        elif code == CTRL_RESET:
            self.card.reset()

    # -- commands on standard input ---------------------------------------

    def console(self):
        for line in sys.stdin:
            words = line.split()
            if not words:
                continue
            try:
                self.command(words)
            except Exception as error:
                note("error: %s" % error)
            if self.quit.is_set():
                return

    def command(self, words):
        verb = words[0]
        if verb == "remove":
            self.drop(float(words[1]) if len(words) > 1 else None)
            note("removed")
        elif verb == "insert":
            self.inserted.set()
        elif verb == "fault":
            fault = Fault(words[1])
            if fault.kind == "garbage":
                self.card.spoil(fault)
            else:
                self.card.faults.append(fault)
            note("fault set: %s" % fault.spec)
        elif verb == "clear":
            self.card.faults = []
            note("faults cleared")
        elif verb == "tries":
            note("tries %s" % json.dumps({n: p.left for n, p in self.card.pins.items()}))
        elif verb == "report":
            note("report %s" % json.dumps(self.card.final_report(), ensure_ascii=False))
        elif verb == "quit":
            self.stop()
        else:
            note("unknown command %r" % verb)

    def stop(self, *_):
        self.quit.set()
        with self.lock:
            if self.sock is not None:
                try:
                    self.sock.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass


def note(text):
    sys.stdout.write("vcard: %s\n" % text)
    sys.stdout.flush()


# --------------------------------------------------------------------------
# command line
# --------------------------------------------------------------------------

EPILOG = """\
cards
  mynumber    Individual Number Card: text AP (券面事項入力補助AP), visual AP (券面事項確認AP, placeholder
              images), common AP, JPKI AP with test certificates; --with-dl adds the licence AP (マイナ免許証)
  licence     driver's licence: MF, DF1 EF01-EF07, DF2 photo stub
  residence   residence card, first generation, with secure messaging

faults: KIND[@COMMAND[/FILE][:N[+]]][=VALUE]; COMMAND is select, read, record, verify, sign, challenge,
auth or any; :N means the Nth such command only, :N+ from the Nth on.
  remove@read:3           take the card away on the third READ BINARY   remove@read:3=2  back after 2 s
  sw@verify=6F00          answer this status word instead of executing
  delay@read=1500         wait this many milliseconds first
  mute@read:2             never answer (the caller blocks until the card is taken away)
  short@read=16           give at most 16 bytes per READ BINARY, still 9000
  eof-warning@read        6282 instead of 9000 when fewer bytes than Le come back
  wrong-le@read=16        6C10 whenever Le is above 16
  chain@read=64           61xx after 64 bytes, the rest by GET RESPONSE
  overlong@read=600       600 bytes more than asked for (read, select, verify, sign ...)
  runt@read:1             a one-byte answer without status word
  badsig@sign             flip one bit of the signature
  garbage/FILE=VARIANT    damage a file: %s

examples
  pcscd --foreground &
  vcard.py --card mynumber --holder holder.json --report report.json
  vcard.py --card mynumber --tries text-pin=1 --fault remove@read/text.attrs:2
  vcard.py --card licence --block pin1 --fault delay@any=200
  printf 'remove 3\\nreport\\nquit\\n' | vcard.py --card licence --console

Standard input with --console: remove [seconds], insert, fault SPEC, clear, tries, report, quit.
Exit status: 0 normal, 1 bad arguments or vpcd not reachable.
""" % ", ".join(SPOIL_VARIANTS)


def merge(base, extra):
    out = dict(base)
    for key, value in extra.items():
        out[key] = merge(base[key], value) if isinstance(value, dict) and isinstance(base.get(key), dict) and \
            key != "categories" else value
    return out


def self_test():
    """Known answers: the worked example of the residence card specification, dates, JIS text, APDU forms."""
    key = hashlib.sha1(b"AA12345678BB").digest()[:16]
    assert key.hex() == "6522b4e171195bb218223a976c040111"
    plain = h2b("1122334455667788" "5A6E7E385162B7A3" "404142434445464748494A4B4C4D4E4F")
    sealed = Tdes2(key).encrypt(plain)
    assert sealed.hex() == "937745c20883a1bad1e04193722a1592378f81a8f1dc589157aeb0f7544fa1ba"
    assert retail_mac(key, sealed).hex() == "1ad7fb6a3389e017"
    assert Tdes2(key).decrypt(sealed) == plain
    session = Tdes2(h2b("CE94938E19E3B97DF96EABCEDC1715CC"))
    assert session.encrypt(pad80(b"AA12345678BB")).hex() == "1aa82973db959a811f9711d728f0eef6"
    assert era7("2019-04-30") == b"4310430" and era7("2019-05-01") == b"5010501"
    assert era7("1989-01-07") == b"3640107" and era7("1926-12-25") == b"3011225"
    assert jis0208("亜　Ａ", None) == h2b("3021 2121 2341") and jis0208("﨑", None) == h2b("FFFA")
    gaiji = Gaiji()
    assert jis0208("山﨑髙﨑", gaiji) == h2b("3B33 FFF1 FFF2 FFF1")
    assert Apdu(h2b("00B0000000")).le == 256 and Apdu(h2b("00B00000000370")).le == 880
    assert Apdu(h2b("0020008004 31323334")).data == b"1234"
    attrs = with_offsets(0xFF20, 0xDF21, [(0xDF22, b"ab"), (0xDF23, b"c"), (0xDF24, b"d"), (0xDF25, b"e")])
    assert attrs[:2] == h2b("FF20") and attrs[2] == len(attrs) - 3 and attrs[3:6] == h2b("DF2108")
    offsets = struct.unpack(">4H", attrs[6:14])
    assert attrs[offsets[0]:offsets[0] + 2] == b"\xdf\x22" and attrs[offsets[3]:offsets[3] + 2] == b"\xdf\x25"
    for variant in SPOIL_VARIANTS:
        spoil(attrs, variant, random.Random(1))
    print("vcard: self-test passed")


def listing(card):
    print("files:")
    for label, found in sorted(card.files().items()):
        kind = "pin" if found.pin else "key" if found.key else "records" if found.records else \
            "%d bytes" % len(found.data)
        need = " or ".join("+".join(sorted(g)) for g in found.access) or "free"
        print("  %-20s %-12s %s" % (label, kind, "" if found.pin else need))
    print("pins (tries):")
    for name, pin in sorted(card.pins.items()):
        print("  %-14s %d of %d, %d characters" % (name, pin.left, pin.max, len(pin.value)))


def build(args, holder):
    keys = args.keys
    temporary = None
    if args.card == "mynumber":
        jpki = None
        if not args.no_jpki:
            if keys is None:
                keys = temporary = tempfile.mkdtemp(prefix="vcard-keys-")
            os.makedirs(keys, exist_ok=True)
            jpki = Jpki(holder, keys)
            if args.export_certs:
                os.makedirs(args.export_certs, exist_ok=True)
                for name in ("auth_cert", "auth_ca_cert", "sign_cert", "sign_ca_cert"):
                    with open(os.path.join(args.export_certs, name + ".der"), "wb") as stream:
                        stream.write(getattr(jpki, name))
        card = MyNumberCard(holder, args, jpki)
    elif args.card == "licence":
        card = LicenceCard(holder, args)
    else:
        card = ResidenceCard(holder, args)
    if temporary:
        shutil.rmtree(temporary, ignore_errors=True)
    if args.atr:
        card.atr = h2b(args.atr)
    return card


def main():
    parser = argparse.ArgumentParser(
        prog="vcard.py", description="Virtual Japanese ID cards for the vpcd reader of pcscd. All data is invented.",
        epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--card", choices=("mynumber", "licence", "residence"), default="mynumber")
    parser.add_argument("--holder", metavar="FILE", help="JSON with the holder's data; missing keys keep the defaults")
    parser.add_argument("--print-holder", action="store_true", help="print the default holder as JSON and exit")
    parser.add_argument("--with-dl", action="store_true", help="mynumber: add the driver's licence AP")
    parser.add_argument("--no-jpki", action="store_true", help="mynumber: leave out the JPKI AP (starts faster)")
    parser.add_argument("--keys", metavar="DIR", help="keep RSA keys here between runs (default: new keys each run)")
    parser.add_argument("--export-certs", metavar="DIR", help="write the test certificates (DER) here")
    parser.add_argument("--pin", metavar="NAME=VALUE", action="append", default=[], help="set a PIN")
    parser.add_argument("--tries", metavar="NAME=N", action="append", default=[], help="set remaining tries")
    parser.add_argument("--block", metavar="NAME", action="append", default=[], help="start with this PIN blocked")
    parser.add_argument("--blocked-sw", default="6984", metavar="SW", help="status for VERIFY on a blocked PIN "
                        "(default 6984; 6983 is the other value seen in the field)")
    parser.add_argument("--fault", metavar="SPEC", action="append", default=[], help="see below; repeatable")
    parser.add_argument("--keep-auth-on-select", action="store_true",
                        help="mynumber: SELECT of an application keeps verified PINs (default: clears them)")
    parser.add_argument("--warm-reset-clears", action="store_true",
                        help="mynumber: a warm reset clears verified PINs (default: only power-off does)")
    parser.add_argument("--minimal-lengths", action="store_true", help="use 81 xx for lengths 128-255")
    parser.add_argument("--fixed-random", action="store_true",
                        help="residence: random values of the specification's worked example")
    parser.add_argument("--atr", metavar="HEX", help="answer to reset")
    parser.add_argument("--state", metavar="FILE", help="keep retry counters in this file across runs")
    parser.add_argument("--report", metavar="FILE", help="write what the reader did (JSON, no payloads) on exit")
    parser.add_argument("--log", metavar="FILE", help="log command headers, lengths and status words; - is stderr")
    parser.add_argument("--trace-payload", action="store_true",
                        help="also log payloads (PINs and data; invented holders only)")
    parser.add_argument("--console", action="store_true", help="read commands from standard input")
    parser.add_argument("--ready-file", metavar="FILE", help="create this file once pcscd has powered "
                        "the card (about half a second after start)")
    parser.add_argument("--exit-on-remove", action="store_true", help="end when a fault removes the card for good")
    parser.add_argument("--max-seconds", type=float, metavar="S", help="end after this many seconds")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=35963, help="35963 is slot 0, 35964 slot 1")
    parser.add_argument("--wait", type=float, default=10, metavar="S", help="how long to wait for vpcd (default 10)")
    parser.add_argument("--seed", type=int, default=1, help="seed for random bytes")
    parser.add_argument("--list", action="store_true", help="list files and PINs of the card and exit")
    parser.add_argument("--self-test", action="store_true", help="run known-answer checks and exit")
    parser.add_argument("--version", action="version", version="vcard.py " + VERSION)
    args = parser.parse_args()

    if hasattr(signal, "SIGPIPE") and (args.list or args.print_holder):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    if args.self_test:
        self_test()
        return 0
    if args.print_holder:
        print(json.dumps(DEFAULT_HOLDER, ensure_ascii=False, indent=2))
        return 0
    args.started = time.time()
    args.log_stream = None
    if args.log:
        args.log_stream = sys.stderr if args.log == "-" else open(args.log, "w")
    Ber.long_form = not args.minimal_lengths

    holder = DEFAULT_HOLDER
    try:
        if args.holder:
            with open(args.holder, encoding="utf-8") as stream:
                holder = merge(DEFAULT_HOLDER, json.load(stream))
        for item in args.pin:
            name, _, value = item.partition("=")
            holder = merge(holder, {"pins": {name: value}})
        card = build(args, holder)
        card.load_state()
        for item in args.tries:
            name, _, value = item.partition("=")
            card.pins[name].left = int(value)
        for name in args.block:
            card.pins[name].left = 0
        for spec in args.fault:
            fault = Fault(spec)
            if fault.kind == "garbage":
                card.spoil(fault)
            else:
                card.faults.append(fault)
    except KeyError as error:
        raise SystemExit("vcard: no such name: %s (try --list)" % error)
    except (OSError, ValueError) as error:
        raise SystemExit("vcard: %s" % error)
    if args.list:
        listing(card)
        return 0

    link = Link(card, args)
    signal.signal(signal.SIGTERM, link.stop)
    signal.signal(signal.SIGINT, link.stop)
    if args.max_seconds:
        timer = threading.Timer(args.max_seconds, link.stop)
        timer.daemon = True
        timer.start()
    if args.console:
        threading.Thread(target=link.console, daemon=True).start()
    try:
        link.serve()
    finally:
        if args.report:
            with open(args.report, "w", encoding="utf-8") as stream:
                json.dump(card.final_report(), stream, ensure_ascii=False, indent=2, sort_keys=True)
                stream.write("\n")
        if args.ready_file and os.path.exists(args.ready_file):
            os.unlink(args.ready_file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
