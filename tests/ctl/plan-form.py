#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answer forms: written for each department, filled in as a spreadsheet program would, read back many at once."""
import csv
import pathlib
import re
import subprocess
import sys
import tempfile

from workbook import cell, fill, pack, parts_of, row_of, strings_of

CTL, DATA = sys.argv[1], pathlib.Path(sys.argv[2])


def run(*args, expect=0):
    done = subprocess.run([CTL, "plan", *map(str, args)], capture_output=True, text=True)
    assert done.returncode == expect, (args, done.returncode, done.stdout, done.stderr)
    return done.stdout + done.stderr


with tempfile.TemporaryDirectory() as tmp:
    tmp = pathlib.Path(tmp)
    store, forms = tmp / "store", tmp / "forms"
    run("import", DATA / "plan-r6.json", DATA / "kpi-r5.json", "--folder", store)
    assert "50 forms" in run("form", "--folder", store, "--as-of", "2024-11-30", "--output", forms)
    assert len(list(forms.iterdir())) == 50
    before = run("export", "--folder", store)

    citizens = forms / "回答様式_市民課.xlsx"
    parts = parts_of(citizens)
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    assert "<sheetProtection" in sheet, "fixed cells are not locked"
    numbers = [strings_of(parts)[int(i)] for i in re.findall(r'<c r="A\d+"[^>]*t="s"[^>]*><v>(\d+)</v>', sheet)]
    assert "4" in numbers and "12" not in numbers, numbers  # only its own rows
    row = row_of(parts, 2)
    assert cell(parts, f"E{row}") == cell(parts, f"F{row}") and "\n" in cell(parts, f"F{row}")
    unlocked = re.search(rf'<c r="F{row}" s="(\d+)"', sheet).group(1)
    locked = re.search(rf'<c r="E{row}" s="(\d+)"', sheet).group(1)
    formats = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", re.search(r"<cellXfs.*?</cellXfs>", parts["xl/styles.xml"].decode(), re.S).group(0), re.S)
    assert 'numFmtId="49"' in formats[int(unlocked)], "12/1 would become a date"
    assert 'locked="0"' in formats[int(unlocked)] and 'locked="0"' not in formats[int(locked)]

    # Nothing filled in: nothing changes.
    assert "0 new, 0 changed" in run("import", *sorted(forms.iterdir()), "--folder", store)

    # Two departments answer: each its own row, and both the same line of No 2.
    at4, at2 = row_of(parts, 4), row_of(parts, 2)
    fill(parts, f"F{at4}", "○令和６年11月末までに12団体で出張申請を実施\r\n　・うち企業 8団体")
    fill(parts, f"F{at2}", cell(parts, f"E{at2}").replace("12,034人", "13,001人"))
    pack(citizens, parts)
    policy = forms / "回答様式_情報政策課.xlsx"
    parts = parts_of(policy)
    at3, at2 = row_of(parts, 3), row_of(parts, 2)
    fill(parts, f"G{at3}", "○")
    fill(parts, f"F{at2}", cell(parts, f"E{at2}").replace("12,034人", "13,002人"))
    pack(policy, parts)
    told = run("import", citizens, policy, "--folder", store, "--preview")
    assert "No 4 " in told and "No 2 " in told and "No 3 " not in told, told
    assert run("export", "--folder", store) == before, "a preview wrote something"
    run("import", citizens, policy, "--folder", store)
    after = run("export", "--folder", store)
    assert "12団体で出張申請を実施" in after and "うち企業 8団体" in after and "ヨミ" not in after
    review = run("review", "--folder", store, "--as-of", "2024-11-30")
    assert len(re.findall("Two texts stand for one line", review)) == 1, review

    # The form was made before somebody changed another line of the same row: both stay.
    fresh = tmp / "fresh"
    run("form", "--folder", store, "--as-of", "2024-12-31", "--output", fresh)
    changed = tmp / "changed.csv"
    run("export", "--folder", store, "--format", "csv", "--output", changed)
    changed.write_bytes(changed.read_bytes().replace("うち企業 8団体".encode(), "うち企業 9団体".encode()))
    run("import", changed, "--folder", store)
    late = fresh / "回答様式_市民課.xlsx"
    parts = parts_of(late)
    at4 = row_of(parts, 4)
    fill(parts, f"F{at4}", cell(parts, f"E{at4}").replace("12団体で", "15団体で"))
    pack(late, parts)
    run("import", late, "--folder", store)
    after = run("export", "--folder", store)
    assert "15団体で" in after and "うち企業 9団体" in after, "an answer undid what came in between"

    # What is wrong is told by row and column, and nothing is written.
    def refused(edit, words, base=policy):
        broken = tmp / "broken.xlsx"
        made = parts_of(base)
        edit(made)
        pack(broken, made)
        told = run("import", broken, "--folder", store, expect=1)
        assert words in told, told
        assert run("export", "--folder", store) == after

    refused(lambda p: fill(p, f"F{row_of(p, 6)}", ""), "cleared")
    refused(lambda p: fill(p, f"G{row_of(p, 6)}", "たぶん"), "not understood")
    refused(lambda p: fill(p, f"F{row_of(p, 6)}", "#REF!"), "what a formula came to")
    refused(lambda p: (fill(p, f"G{row_of(p, 6)}", "○"), fill(p, f"F{row_of(p, 6)}", "○別の文")), "marked as unchanged")
    refused(lambda p: p.update({"xl/worksheets/sheet1.xml": p["xl/worksheets/sheet1.xml"][:2000]}), "not a whole")
    refused(lambda p: p.update({"xl/sharedStrings.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><sst><si><t>&a;</t></si></sst>'}), "not a whole")
    refused(lambda p: p.update({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>" + b"<a>" * 5000}), "not a whole")
    refused(lambda p: p.update({"xl/sharedStrings.xml": b"<sst>" + b"<si><t>" + b" " * (30 << 20) + b"</t></si></sst>"}), "larger than")
    refused(lambda p: p.update({f"xl/worksheets/x{i}.xml": b"<a/>" for i in range(600)}), "larger than")
    refused(lambda p: p.pop("xl/workbook.xml"), "not a whole")
    (tmp / "cut.xlsx").write_bytes(policy.read_bytes()[:3000])
    run("import", tmp / "cut.xlsx", "--folder", store, expect=1)
    run("import", citizens, DATA / "plan-r6.csv", "--folder", store, expect=1)
    other = tmp / "other"
    run("import", DATA / "plan-r6.csv", "--folder", other, "--name", "別の計画")
    assert "another plan" in run("import", policy, "--folder", other, expect=1)

    # The plan as a workbook comes back as the same plan.
    book = tmp / "plan.xlsx"
    run("export", "--folder", other, "--output", book)
    again = tmp / "again"
    run("import", book, "--folder", again, "--name", "別の計画")
    assert run("export", "--folder", again, "--format", "csv") == run("export", "--folder", other, "--format", "csv")

    # A workbook that LibreOffice has saved: runs of letters, numbers that are numbers, an added line.
    with open(DATA / "plan-r6.csv", encoding="utf-8-sig", newline="") as f:
        rows = list(csv.reader(f))[:4]
    rows[2][7] += '\n○表計算で足した行　<&> "引用"'
    with open(tmp / "three.csv", "w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows(rows)
    told = []
    for name, source in (("office", DATA / "libreoffice.xlsx"), ("ours", tmp / "three.csv")):
        run("import", source, "--folder", tmp / name, "--name", "三つ", "--new-departments")
        told.append(run("export", "--folder", tmp / name, "--format", "csv"))
    assert told[0] == told[1] and "表計算で足した行" in told[0]
print("ok")
