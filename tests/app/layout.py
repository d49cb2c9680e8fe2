#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The editor of forms by keyboard and by what a screen reader hears: boxes are chosen, moved, added, undone; a fault keeps
the edition from being saved; a good one is a whole city pack. What is not saved survives the end of the program.
layout.py [PICTURE LOOK WIDTH]: only shows it, and leaves a picture."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import mado_driver as driver

driver.in_session()
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "ctl"))
import pdf_specimens as make  # noqa: E402

FORM = "gakko_tennyu"
PAPER = (b"0.97 0.95 0.88 rg 0 0 595 842 re f 0.2 0.5 0.3 RG 1 w 30 30 535 782 re S "
         b"0 g BT /J 9 Tf 40 20 Td <%s> Tj ET" % "汐見市様式第一号".encode("cp932").hex().encode())


def prepare(folder):
    """A profile whose owner is an administrator, and a pack whose first form lies over the city's paper."""
    profile, pack = folder / "profile", folder / "pack"
    shutil.copytree(driver.ROOT / "data/city", pack)
    (pack / "forms/paper.pdf").write_bytes(make.page(PAPER, box=b"0 0 595.28 841.89"))
    layout = pack / f"forms/{FORM}.json"
    layout.write_text(layout.read_text().replace('"paper": "A4"', '"paper": "A4", "background": "paper.pdf"', 1))
    subprocess.run([str(driver.BUILD / "bench/app-profile"), str(profile), "2", str(pack)], check=True)
    key = profile / "session.key"
    lines = key.read_text().splitlines()
    key.write_text("\n".join(lines[:2] + ["counter admin", ""]))
    os.environ["MADO_PACK_DIR"] = str(pack)
    return profile, pack


def start(screen, profile):
    app = screen.start(profile, "--session-key", str(profile / "session.key"))
    app.activate()
    app.key("super+Up")
    app.wait_for("様式")
    app.key("alt+4")
    app.wait_for("欠点なし")
    on_sheet(app)
    return app


def on_sheet(app):
    driver.wait(lambda: app.focused() and app.focused().name.startswith("枠のある用紙"), "the focus on the sheet")


def items(text):
    return json.loads(text)["items"]


def kept(profile):
    path = profile / f"editions/draft-{FORM}.json"
    return items(path.read_text()) if path.exists() else None


def box(app):
    """What the sheet says of the chosen box."""
    return (app.focused().name if app.focused() else "").partition(": ")[2]


def value(app, name):
    return float(app.find(name, driver.pyatspi.ROLE_SPIN_BUTTON).text)


def boxes_move(app):
    app.key("Tab", "Tab")
    driver.wait(lambda: box(app).startswith("2 "), "the second box")
    app.key("shift+Tab")
    driver.wait(lambda: box(app).startswith("1 "), "the first box")
    left, top, width = (value(app, n) for n in ("左から（mm）", "上から（mm）", "幅（mm）"))
    app.key("Right", "Right", "Down", "shift+Left")
    driver.wait(lambda: (value(app, "左から（mm）"), value(app, "上から（mm）"), value(app, "幅（mm）"))
                == (left + 1, top + 0.5, width - 0.5), "the box moved")
    app.wait_for("未保存")
    app.key("ctrl+z", "ctrl+z")  # the size, then the way
    driver.wait(lambda: (value(app, "左から（mm）"), value(app, "幅（mm）")) == (left, width), "the box is back")
    app.key("ctrl+y")
    driver.wait(lambda: value(app, "左から（mm）") == left + 1, "the box moved again")
    return left + 1


def mouse(*words):
    subprocess.run(["xdotool", *map(str, words)], check=True)


def box_is_dragged(app):
    """Ten millimetres to the right, five down; Ctrl keeps it from holding on to others. One movement, one undo."""
    place = {n: value(app, n) for n in ("左から（mm）", "上から（mm）", "幅（mm）", "高さ（mm）")}
    x, y, w, h = place.values()
    sheet = app.focused().node.extents()
    window = subprocess.run(["xdotool", "getactivewindow", "getwindowgeometry", "--shell"], capture_output=True, text=True, check=True).stdout
    left, top = (int(next(line for line in window.splitlines() if line.startswith(k)).split("=")[1]) for k in ("X", "Y"))
    left += sheet.x + max(12, (sheet.width - 210 * 3.4) / 2)
    top += sheet.y + 12
    mouse("mousemove", round(left + (x + w / 3) * 3.4), round(top + (y + h / 2) * 3.4), "keydown", "ctrl", "mousedown", 1)
    for across, down in ((10, 5), (10, 5), (14, 7)):
        mouse("mousemove_relative", "--", across, down)
    mouse("mouseup", 1, "keyup", "ctrl")
    driver.wait(lambda: (value(app, "左から（mm）"), value(app, "上から（mm）")) == (x + 10, y + 5), "the box dragged")
    app.key("ctrl+z")
    driver.wait(lambda: (value(app, "左から（mm）"), value(app, "上から（mm）")) == (x, y), "the box is back in one step")


def saved(app, profile, pack, left):
    app.key("ctrl+Return")
    app.wait_for("として保存しました", 120)
    version = json.loads((pack / "city.json").read_text())["version"] + "-1"
    edition = profile / "editions" / version
    assert json.loads((edition / "city.json").read_text())["version"] == version
    assert items((edition / f"forms/{FORM}.json").read_text())[0]["x"] == left
    assert (edition / "forms/paper.pdf").read_bytes() == (pack / "forms/paper.pdf").read_bytes()
    assert items((pack / f"forms/{FORM}.json").read_text())[0]["x"] == left - 1, "the pack in use stays as it is"
    app.wait_for("保存済み")
    assert kept(profile) is None
    return edition


def a_fault_is_told(app, profile, edition, before):
    on_sheet(app)
    app.key("ctrl+Insert")  # a value without a field
    app.wait_for("件の欠点")
    app.wait_for(f"{before + 1}: この部品は値を印刷するので")
    app.key("ctrl+Return")
    app.wait_for("保存していません", 120)
    app.key("F9")
    assert [p.name for p in (profile / "editions").iterdir() if p.is_dir()] == [edition.name], "nothing of it remains"


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    profile, pack = prepare(folder)
    if len(sys.argv) > 2:
        (profile / "preferences.ini").write_text(f"[counter]\nappearance={sys.argv[2]}\nwindow=3\n", encoding="utf-8")
        width = int(sys.argv[3])
        with driver.Screen(width, {1366: 768, 1920: 1080}[width]) as screen, start(screen, profile) as app:
            app.key(*["Tab"] * 6)
            driver.wait(lambda: box(app).startswith("6 "), "the sixth box")
            screen.shot(pathlib.Path(sys.argv[1]))
        sys.exit(0)
    with driver.Screen() as screen:
        with start(screen, profile) as app:
            left = boxes_move(app)
            box_is_dragged(app)
            edition = saved(app, profile, pack, left)
            before = len(items((edition / f"forms/{FORM}.json").read_text()))
            a_fault_is_told(app, profile, edition, before)
            driver.wait(lambda: kept(profile) is not None and len(kept(profile)) == before + 1, "the draft is kept")
            app.kill()  # as in a power cut
        with screen.start(profile, "--session-key", str(profile / "session.key")) as app:
            app.activate()
            app.wait_for("様式")
            app.key("alt+4")
            app.wait_for("保存されていなかった変更")
            app.wait_for("件の欠点")
            on_sheet(app)
            app.button("変更を取り消す").press()
            app.wait_for("保存済み · 欠点なし")
            driver.wait(lambda: kept(profile) is None, "the draft is gone")
print("ok")
