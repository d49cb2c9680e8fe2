#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The printed reports of a plan: every line's text is there, none is cut off or printed over another."""
import csv
import io
import itertools
import json
import pathlib
import re
import subprocess
import sys
import tempfile

CTL, DATA = sys.argv[1], pathlib.Path(sys.argv[2])


def run(*args, expect=0):
    done = subprocess.run([CTL, "plan", *map(str, args)], capture_output=True, text=True)
    assert done.returncode == expect, (args, done.returncode, done.stderr)
    return done


def squeezed(text):
    return re.sub(r"\s+", "", text)


def text_of(pdf, *mode):
    return squeezed(subprocess.run(["pdftotext", *mode, str(pdf), "-"], capture_output=True, text=True, check=True).stdout)


def pages_of(pdf):
    info = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    return int(re.search(r"Pages:\s+(\d+)", info).group(1))


def boxes(pdf):
    """Words of each page with their boxes."""
    xml = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    for page in re.findall(r"<page .*?</page>", xml, re.S):
        width, height = map(float, re.search(r'width="([\d.]+)" height="([\d.]+)"', page).groups())
        yield width, height, [tuple(map(float, m)) for m in re.findall(
            r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', page)]


def check_boxes(pdf, margin):
    for width, height, words in boxes(pdf):
        for x0, y0, x1, y1 in words:
            assert margin <= x0 and x1 <= width - margin and margin <= y0 and y1 <= height - margin, (pdf, x0, y0, x1, y1)
        words.sort(key=lambda w: w[1])
        for i, a in enumerate(words):
            for b in itertools.takewhile(lambda w: w[1] < a[3] - 2.5, words[i + 1:]):
                # Boxes are the letters' ascent and descent; what must not meet is their middle.
                assert min(a[2], b[2]) - max(a[0], b[0]) < 1.5 or b[1] - a[1] > 2.5, (pdf, a, b)


def rows():
    plan = json.loads((DATA / "plan-r6.json").read_text(encoding="utf-8"))
    return plan["initiatives"] + plan["relisted_rows"]


with tempfile.TemporaryDirectory() as tmp:
    tmp = pathlib.Path(tmp)
    status = tmp / "status.pdf"
    run("report", "status", DATA / "plan-r6.json", "--output", status)
    assert pages_of(status) <= 40, pages_of(status)
    assert status.stat().st_size <= 600_000, status.stat().st_size
    for mode in ([], ["-raw"]):
        text = text_of(status, *mode)
        for row in rows():
            wanted = [row["title"], *row["departments"]]
            wanted += [(line["marker"] or "") + line["text"] for line in row["status"] + row["summary_lines"]]
            for words in wanted:
                assert squeezed(words) in text, (mode, row["no"], words)
    text = text_of(status, "-raw")
    assert "（前ページの続き）" in text
    assert text.count("No主な取組事業概要") == pages_of(status)
    assert "資料１-１" in text and f"１／{pages_of(status)}" not in text and f"－1／{pages_of(status)}－" in text
    check_boxes(status, 10)

    kpi = tmp / "kpi.pdf"
    run("report", "kpi", DATA / "kpi-r5.json", "--output", kpi)
    text = text_of(kpi, "-raw")
    assert "100％以上6項目30％以上13項目30％以下・その他18項目全37項目" in text
    for item in json.loads((DATA / "kpi-r5.json").read_text(encoding="utf-8"))["items"]:
        assert squeezed(item["name"]) in text, item["name"]
    check_boxes(kpi, 10)

    overview = tmp / "overview.pdf"
    run("report", "overview", DATA / "plan-r6.json", DATA / "kpi-r5.json", "--output", overview)
    assert pages_of(overview) == 1
    assert "126.7％" in text_of(overview)

    # Changes: what is gone and what came are both there; nothing else is listed.
    old = (DATA / "plan-r6.csv").read_bytes()
    new = tmp / "new.csv"
    new.write_bytes(old.replace("12,034人".encode(), "12,999人".encode()).replace("出張申請を実施予定".encode(), "出張申請を実施済".encode()))
    for kind in ("changes", "comparison"):
        pdf = tmp / f"{kind}.pdf"
        run("report", kind, DATA / "plan-r6.csv", new, "--output", pdf)
        text = text_of(pdf, "-raw")
        assert "034" in text and "999" in text and "予定" in text and "実施" in text, kind
        assert "キャッシュレス" not in text, kind
        check_boxes(pdf, 10)
    table = tmp / "changes.csv"
    run("report", "changes", DATA / "plan-r6.csv", new, "--output", table)
    lines = list(csv.reader(io.StringIO(table.read_text(encoding="utf-8-sig"))))
    assert lines[0] == ["No", "主な取組", "欄", "区分", "旧", "新"] and [l[0] for l in lines[1:]] == ["2", "4"], lines
    assert "12,034人" in lines[1][4] and "12,999人" in lines[1][5] and lines[1][3] == "変更"
    run("report", "comparison", DATA / "plan-r6.csv", new, "--output", tmp / "changes.xlsx")
    assert (tmp / "changes.xlsx").read_bytes().startswith(b"PK")
    same = tmp / "same.pdf"
    run("report", "changes", DATA / "plan-r6.csv", DATA / "plan-r6.csv", "--output", same)
    assert "変更はありません" in text_of(same)

    for name in ("classes", "bars", "5", "21", "7", "24"):
        for form, magic in (("svg", b"<?xml"), ("png", b"\x89PNG")):
            picture = tmp / f"chart.{form}"
            run("report", "chart", DATA / "kpi-r5.json", "--name", name, "--output", picture)
            assert picture.read_bytes().startswith(magic), (name, form)
    run("report", "chart", DATA / "kpi-r5.json", "--name", "99", expect=1)
    run("report", "nothing", DATA / "kpi-r5.json", expect=2)
    run("report", "changes", DATA / "plan-r6.csv", expect=2)

    # A row longer than three pages, and a line of 10,000 characters.
    long = tmp / "long.csv"
    long.write_text("No,基本目標,基本目標名,施策,施策名,主な取組,事業概要,令和６年度 実施状況・実施予定,担当課,再掲元No\n"
                    "1,1,甲,1,乙,長い取組,概要,\"○" + "あ" * 10000 + "\n" + "\n".join(f"○項目{i}番" for i in range(200)) + "\",総務課,\n",
                    encoding="utf-8")
    pdf = tmp / "long.pdf"
    run("report", "status", long, "--output", pdf)
    text = text_of(pdf, "-raw")
    assert text.count("あ") == 10000, text.count("あ")
    assert all(f"○項目{i}番" in text for i in range(200))
    assert text.count("（前ページの続き）") == pages_of(pdf) - 1
    check_boxes(pdf, 10)
print("ok")
