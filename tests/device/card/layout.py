# SPDX-License-Identifier: GPL-3.0-or-later
"""How the files of cards are laid out, for the second reader: strictly, all of a thing or none of it."""
import datetime

LETTERS = {"name": 100, "address": 250, "domicile": 250}


class End(Exception):
    def __init__(self, result, tries=None):
        super().__init__(result)
        self.result, self.tries = result, tries


def ber_head(data, at=0):
    try:
        tag, at = data[at], at + 1
        if tag & 0x1F == 0x1F:
            if data[at] & 0x80:
                raise End("damaged")
            tag, at = tag << 8 | data[at], at + 1
        length, at = data[at], at + 1
        if length in (0x81, 0x82):
            count = length & 0x7F
            if at + count > len(data):
                raise End("damaged")
            length, at = int.from_bytes(data[at:at + count], "big"), at + count
        elif length >= 0x80:
            raise End("damaged")
        return tag, at, length
    except IndexError:
        raise End("damaged") from None


def ber_items(data):
    at = 0
    while at < len(data):
        tag, at, length = ber_head(data, at)
        if at + length > len(data):
            raise End("damaged")
        yield tag, data[at:at + length]
        at += length


def plain_items(data):
    """The licence's own: one byte of tag, FF is room that is not used."""
    at = 0
    while at < len(data) and data[at] != 0xFF:
        head = data[at:at + 4]
        if head[0] == 0 or len(head) < 2 or head[1] >= 0x80 and (head[1] != 0x82 or len(head) < 4):
            raise End("damaged")
        length, start = (head[1], at + 2) if head[1] < 0x80 else (int.from_bytes(head[2:4], "big"), at + 4)
        if start + length > len(data):
            raise End("damaged")
        yield head[0], data[start:start + length]
        at = start + length


def need(condition):
    if not condition:
        raise End("damaged")


def utf8(data, field):
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise End("damaged") from None
    foreign = [*range(0x20), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A), 0xFEFF]
    need(text and len(text) <= LETTERS[field] and not any(ord(c) in foreign or ord(c) & 0xFFFE == 0xFFFE for c in text))
    return text


def jis(data, field):
    """Text and how many characters were missing."""
    need(data and len(data) % 2 == 0 and len(data) // 2 <= LETTERS[field])
    text, missing = "", 0
    for i in range(0, len(data), 2):
        high, low = data[i:i + 2]
        if high == 0xFF and (0xF1 <= low <= 0xF7 or low == 0xFA):
            text, missing = text + "〓", missing + 1
            continue
        need(0x21 <= high <= 0x74 and 0x21 <= low <= 0x7E)
        try:
            text += bytes([high | 0x80, low | 0x80]).decode("euc_jp")
        except UnicodeDecodeError:
            raise End("damaged") from None
    return text.translate({0x2212: 0xFF0D, 0x301C: 0xFF5E, 0x2016: 0x2225}), missing


def day(year, month, date):
    try:
        return datetime.date(year, month, date).isoformat()
    except ValueError:
        raise End("damaged") from None


def ymd(data):
    need(len(data) == 8 and data.isdigit())
    return day(int(data[:4]), int(data[4:6]), int(data[6:]))


def era_date(data, past):
    need(len(data) == 7 and data.isdigit() and 1 <= data[0] - 0x30 <= 5 and data[1:3] != b"00")
    era = data[0] - 0x30
    found = day((1868, 1912, 1926, 1989, 2019)[era - 1] + int(data[1:3]) - 1, int(data[3:5]), int(data[5:]))
    starts = ("1868-01-25", "1912-07-30", "1926-12-25", "1989-01-08", "2019-05-01", "9999")
    need(starts[era - 1] <= found and (not past or found < starts[era]))
    return found
