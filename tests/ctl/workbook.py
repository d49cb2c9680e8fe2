#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A workbook as a spreadsheet program would fill it in, without one."""
import re
import zipfile
from xml.sax.saxutils import escape, unescape


def parts_of(path):
    with zipfile.ZipFile(path) as z:
        return {n: z.read(n) for n in z.namelist()}


def pack(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in parts.items():
            z.writestr(name, data)


def strings_of(parts):
    text = parts["xl/sharedStrings.xml"].decode()
    return [unescape("".join(re.findall(r"<t[^>]*>(.*?)</t>", si, re.S))) for si in re.findall(r"<si>(.*?)</si>", text, re.S)]


def row_of(parts, number):
    sheet, strings = parts["xl/worksheets/sheet1.xml"].decode(), strings_of(parts)
    for row, index in re.findall(r'<c r="A(\d+)"[^>]*t="s"[^>]*><v>(\d+)</v>', sheet):
        if strings[int(index)] == str(number):
            return row
    raise AssertionError(number)


def cell(parts, reference):
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    index = re.search(rf'<c r="{reference}"[^>]*t="s"[^>]*><v>(\d+)</v>', sheet).group(1)
    return strings_of(parts)[int(index)]


def fill(parts, reference, text):
    """As a spreadsheet program saves it: here as inline text, line breaks with CR."""
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    style = re.search(rf'<c r="{reference}"( s="\d+")?', sheet).group(1) or ""
    made = (f'<c r="{reference}"{style} t="inlineStr"><is><r><t xml:space="preserve">{escape(text[:3])}</t></r>'
            f'<r><t xml:space="preserve">{escape(text[3:])}</t></r><rPh sb="0" eb="1"><t>ヨミ</t></rPh></is></c>')
    done, n = re.subn(rf'<c r="{reference}"[^>]*?(/>|>.*?</c>)', lambda m: made, sheet, flags=re.S)
    assert n == 1, reference
    parts["xl/worksheets/sheet1.xml"] = done.encode()
