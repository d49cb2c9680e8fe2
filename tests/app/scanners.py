#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scanners at the counter: one that types, wherever the focus is (a text, the help, a file dialog), and one on a serial
line, played over a pseudo terminal, that is unplugged and comes back. No code ever stays in a text.

scanners.py"""
import os
import pathlib
import subprocess
import tty

import mado_driver as driver

driver.in_session()
from visit import set_up  # noqa: E402  pylint: disable=wrong-import-position

CODE = "MG1:6BFOXN*TS0BI$ZD.P0 %+-/:"
LONG = "MG1:" + "6BFOXN*TS0BI$ZD.P0 %+-/:" * 60  # a slip of 1,444 letters
BROKEN = "コードの読み取りが途中で切れました"


def answered(app, what):
    """A sentence came; it is answered and gone."""
    driver.wait(lambda: app.button("F9 了解").enabled, what)
    app.button("F9 了解").press()
    driver.wait(lambda: not app.button("F9 了解").enabled, "the end of the sentence")


def in_front(title):
    """The keys go to this window now."""
    def look():
        name = subprocess.run(["xdotool", "getwindowfocus", "getwindowname"], capture_output=True, text=True, check=False)
        return title in name.stdout
    driver.wait(look, f"the focus in “{title}”")


def no_code_in(app):
    leaked = [t for t in app.texts() if "6BFOXN" in t or "TS0BI" in t]
    assert not leaked, leaked


def typed_anywhere(app):
    search = app.wait_focus("検索")
    for code in (CODE, LONG):
        app.scan(code, 0)
        answered(app, "the sentence about the code")
        assert search.text == "", search.text
    app.type("yama")  # a person's half word stays
    app.scan(CODE, 0)
    answered(app, "the sentence about the code")
    search.wait_text("yama")
    app.key("Escape")
    search.wait_text("")


def broken_off(app):
    """Without its end, and then the rest of it, as a scanner by radio does that lost its base for a moment."""
    search = app.wait_focus("検索")
    app.type("MG1:6BFOXN", delay=2)
    app.wait_for(BROKEN)
    app.scan("*TS0BI$ZD.P0", 0)
    app.button("F9 了解").press()
    app.wait_gone(BROKEN)
    app.scan(CODE, 0)
    answered(app, "the sentence about the code")
    no_code_in(app)
    assert search.text == "", search.text


def in_the_help(app):
    app.key("F1")
    app.wait_for("はじめの一歩")
    in_front("窓口の使い方")
    app.scan(CODE, 0)
    answered(app, "the sentence about the code")
    no_code_in(app)
    app.wait_focus("検索")  # what the code opens is there


def in_a_dialog(app):
    app.key("F4")  # no camera, nothing on the clipboard
    app.wait_for("画像からコードを読む")
    in_front("画像からコードを読む")
    app.key("slash")  # the dialog's own text for a place
    driver.wait(lambda: app.focused() and app.focused().node.is_editable, "a text of the dialog")
    app.scan(CODE, 0)
    answered(app, "the sentence about the code")
    no_code_in(app)


class Line:
    """A serial scanner behind a name that stays the same, as udev makes one."""

    def __init__(self, name):
        self.name = pathlib.Path(name)
        self.master = None

    def plug_in(self):
        self.master, slave = os.openpty()
        tty.setraw(slave)
        os.chmod(os.ttyname(slave), 0o666)
        self.name.symlink_to(os.ttyname(slave))
        os.close(slave)

    def unplug(self):
        self.name.unlink()
        os.close(self.master)

    def send(self, text):
        os.write(self.master, text)


def serial(app, line):
    def opened():
        links = pathlib.Path(f"/proc/{app.process.pid}/fd").iterdir()
        return any(os.readlink(f) == os.readlink(line.name) for f in links)

    search = app.wait_focus("検索")
    driver.wait(opened, "the program at the line")
    line.send(CODE.encode() + b"\r\n")
    answered(app, "the sentence about the code")
    line.send(b"MG1:\xff\xfe\r")
    app.wait_for(BROKEN)
    answered(app, "the sentence about what broke off")
    line.unplug()
    app.wait_for("シリアル接続のスキャナーが外れました")
    answered(app, "the sentence about the plug")
    line.plug_in()
    driver.wait(opened, "the program at the line again")
    for piece in (b"MG1:6BF", b"OXN*TS0", b"BI$ZD.P0"):
        line.send(piece)
    line.send(b"\r")
    answered(app, "the sentence about the code")
    no_code_in(app)
    assert search.text == "", search.text


def main():
    with driver.Screen() as screen, driver.fresh_profile() as profile:
        line = Line(profile / "usb-Scanner-if00")
        with screen.start(profile) as app:
            set_up(app)
            typed_anywhere(app)
            broken_off(app)
            in_the_help(app)
            in_a_dialog(app)
        line.plug_in()
        with (profile / "preferences.ini").open("a", encoding="utf-8") as f:
            f.write(f"[counter]\nserial-scanner={line.name}\ncamera=none\n")
        with screen.start(profile) as app:
            app.wait_focus("パスワード")
            app.type("right horse")
            app.key("Return")
            app.wait_for("今日の受付はまだありません", 30)
            serial(app, line)
    print("ok")


main()
