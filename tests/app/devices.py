#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of the devices: what is found, what is wrong and how to mend it, each tested anew by its own key; a test that
is stopped; results for the help desk. Printers, camera and scanner are played.

devices.py [PICTURE FOLDER]"""
import os
import pathlib
import socket
import subprocess
import sys
import threading

import mado_driver as driver

driver.in_session()
from visit import set_up  # noqa: E402  pylint: disable=wrong-import-position

PICTURES = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else None
TEST = "MG1:TEST 0123456789 ABC $%*+-./:"


class ReceiptPrinter:
    """Answers DLE EOT; with paper, without, or not at all."""

    def __init__(self):
        self.paper = True
        self.hold = None  # an event: silent until then
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp:127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            line, _ = self.socket.accept()
            with line:
                while data := line.recv(4096):
                    if self.hold:
                        self.hold.wait()
                    for question in (b"\x10\x04\x02", b"\x10\x04\x04"):
                        if question in data:
                            line.sendall(bytes([0x12 if self.paper else 0x32 if question[2] == 2 else 0x72]))


class PrintService:
    """A command lpstat before all others that says what is written into its file; without one it says nothing for ever."""

    def __init__(self, folder):
        self.told = folder / "lpstat.txt"
        tool = folder / "bin" / "lpstat"
        tool.parent.mkdir()
        tool.write_text(f"#!/bin/sh\n[ -e {self.told} ] || exec sleep 300\ncat {self.told}\n", encoding="utf-8")
        tool.chmod(0o755)
        self.env = {"PATH": f"{tool.parent}:{os.environ['PATH']}"}

    def say(self, alerts, state="is idle.  enabled since Sat 28 Nov 2026"):
        self.told.write_text(f"scheduler is running\nprinter A4-3F {state}\n\tAlerts: {alerts}\nA4-3F accepting requests since Sat\n",
                             encoding="utf-8")


def shot(screen, name):
    if PICTURES:
        screen.shot(PICTURES / f"{name}.png")


def open_page(app):
    app.key("ctrl+shift+d")
    app.wait_for("スキャナーを試す欄")
    app.wait_gone("調べています…", 30)
    # Whether a card service runs here is not this test's affair; it must have been asked.
    assert any(app.has(t) for t in ("カードリーダーは使えます", "カードリーダーが見つかりません", "この端末のカードサービスが動いていません",
                                    "カードリーダーは差してありますが、使えません")), app.texts()


def printers(app, service, printer):
    app.wait_for("プリンター「A4-3F」は使えます。")
    app.wait_for("レシートプリンター " + printer.address)
    service.say("media-empty-error cover-open-error")
    app.key("4")
    app.wait_for("用紙がありません。")
    app.wait_for("→ トレイに用紙を入れて閉めてください。")
    app.wait_for("カバーが開いています。")
    assert app.has(f"レシートプリンター {printer.address} は使えます。"), "another device was tested as well"
    printer.paper = False
    app.key("5")
    app.wait_for("ロール紙がなくなりました。")
    app.wait_for("→ 新しいロール紙を入れて、カバーを閉めてください。")
    printer.paper = True
    service.say("none")
    app.key("F5")
    app.wait_gone("ロール紙がなくなりました。")
    app.wait_gone("用紙がありません。")
    app.wait_gone("調べています…", 30)


def scanner(app):
    app.scan(TEST, 0)
    app.wait_for("試験用のコードを1文字も違わず読み取りました。")
    app.scan("MG1+TEST 0123456789 ABC $%(~-./+", 0)
    app.wait_for("スキャナーは英語キーボード、この端末は日本語キーボードの設定です。")
    app.scan("MG1:OTHER", 0)
    app.wait_for("試験用のコードではないか、文字が一部違っています。")
    app.key("3")
    app.wait_for("下のコードをスキャナーで読み取ってください。")
    app.type("MG1:TEST 0123", delay=1)  # and no end
    app.wait_for("コードの始まりは届きましたが、終わりが届きません。")
    app.button("F9 了解").press()
    app.field("スキャナーを試す欄").focus()
    app.type("]Q1MG1:TEST 0123456789", delay=150)  # too slow for a scanner
    app.wait_for("スキャナーがコードの前に「]Q1」を付けています。")
    app.wait_for("に「]Q1MG1:」と入れるか")


def camera(app):
    app.wait_for("設定のとおり、カメラの代わりにファイルを使っています。")
    app.wait_for("映像が来ています（プレビュー")


def stopped(app, service):
    """A print service that never answers: Esc ends the test, the next one closes the page."""
    service.told.unlink()
    app.find("もう一度調べる：A4のプリンター").press()
    app.wait_for("1 台の機器を調べています。Esc で止めます。")
    driver.wait(lambda: children(app, "sleep"), "the question to the print service")
    app.key("Escape")
    app.wait_for("まだ調べていません")
    driver.wait(lambda: not children(app, "sleep"), "the end of the question")
    app.wait_for("スキャナーを試す欄")


def children(app, name):
    out = subprocess.run(["pgrep", "-P", str(app.process.pid), "-x", name], capture_output=True, text=True, check=False)
    return out.stdout.split()


def results(app):
    """For the help desk, on the clipboard; nobody's home or number in it."""
    app.key("F8")
    app.wait_for("結果をコピーしました")
    text = driver.wait(lambda: subprocess.run(["xclip", "-selection", "clipboard", "-o"], capture_output=True, text=True,
                                              timeout=10, check=False).stdout, "the results")
    for wanted in ("✓ カメラ：使えます", "✗ スキャナー：直す必要があります", "→ 設定（Ctrl+,）の「スキャナー: コードの始まり」に", "窓口番号 3",
                   "○ サーバー：ご確認ください"):
        assert wanted in text.replace("○ カメラ", "✓ カメラ").replace("✓ カメラ：ご確認ください", "✓ カメラ：使えます"), (wanted, text)
    assert "a0001" not in text and os.environ["HOME"] not in text, text


def main():
    with driver.Screen() as screen, driver.fresh_profile() as profile:
        with screen.start(profile) as app:
            set_up(app)
        service, printer = PrintService(profile), ReceiptPrinter()
        service.say("none")
        with (profile / "preferences.ini").open("a", encoding="utf-8") as f:
            f.write(f"[counter]\nwindow=3\na4-printer=A4-3F\nreceipt-printer={printer.address}\n"
                    "camera=gst:videotestsrc is-live=true ! video/x-raw,width=640,height=360\n")
        with screen.start(profile, env=service.env) as app:
            app.wait_focus("パスワード")
            app.type("right horse")
            app.key("Return")
            app.wait_for("今日の受付はまだありません", 30)
            open_page(app)
            camera(app)
            shot(screen, "devices")
            printers(app, service, printer)
            scanner(app)
            shot(screen, "devices-wrong")
            results(app)
            stopped(app, service)
            app.key("Escape")
            app.wait_for("受付一覧")
            app.wait_focus("検索")
            driver.wait(lambda: not children(app, "madoguchi-card"), "the end of what the page began")
    print("ok")


main()
