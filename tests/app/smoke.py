#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The frame on a virtual screen: first run, sign-in, wrong password, keys, scanner, messages, curtain."""
import os
import socket
import threading

import mado_driver as driver

driver.in_session()

CODE = "MG1:6BFOXN*TS0BI$ZD.P0 %+-/:"


def set_up(app):
    app.wait_for("この窓口を登録する")
    app.field("職員番号").type("a0001")
    app.field("パスワード").type("right horse")
    app.button("サーバーなしで使う").press()
    app.wait_for("今日の受付はまだありません", 30)


def sign_in(app):
    app.wait_focus("パスワード")
    assert app.field("職員番号").text == "a0001"
    app.type("wrong")
    app.key("Return")
    app.wait_for("職員番号かパスワードがちがいます")
    app.wait_focus("パスワード")
    app.type("right horse")
    app.key("KP_Enter")
    app.wait_for("今日の受付はまだありません", 30)


def search_is_ready(app):
    app.wait_focus("検索")
    app.type("yamada")
    app.field("検索").wait_text("yamada")
    app.wait_for("この氏名・カナ・番号・コードの受付はありません")
    app.key("Escape")
    app.field("検索").wait_text("")


def scanner_never_leaks(app):
    app.scan(CODE)
    driver.wait(lambda: app.button("F9 了解").enabled, "the sentence about the code")
    app.wait_for("受付一覧")
    assert app.field("検索").text == "", app.field("検索").text
    app.key("F9")
    driver.wait(lambda: not app.button("F9 了解").enabled, "the end of the sentence")
    app.type("Mg1")  # a person who types the head of a code
    app.field("検索").wait_text("Mg1")
    app.key("Escape")


def f10_opens_nothing(app):
    app.key("F10")
    app.type("a")
    app.field("検索").wait_text("a")
    app.key("Escape")


def help_without_a_viewer(app):
    app.key("F1")
    app.wait_for("はじめの一歩")
    app.wait_for("上と同じ")
    app.key("Escape")
    app.wait_gone("はじめの一歩")
    app.wait_focus("検索")


def preferences_are_chosen(app, profile):
    app.key("ctrl+comma")
    app.wait_focus("窓口番号")
    app.type("7")
    app.key("Return")
    app.wait_for("7番窓口")
    app.wait_for("画面の明るさ")
    app.wait_focus("スキャナー: コードの始まり")
    app.key("Tab", "space")  # the list of printers
    app.wait_for("PRINTER-3F")
    app.key("End", "Return")
    driver.wait(lambda: "a4-printer=PRINTER-3F" in (profile / "preferences.ini").read_text(encoding="utf-8"), "the printer")
    app.wait_gone("印刷せず、この窓口のフォルダーに保存")  # the list has closed
    app.key("Escape")
    app.wait_for("受付一覧")
    assert "window=7" in (profile / "preferences.ini").read_text(encoding="utf-8")


class ReceiptPrinter:
    """A printer in the network that answers; with paper, or without."""

    def __init__(self):
        self.paper = True
        self.jobs = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            line, _ = self.socket.accept()
            got = bytearray()
            with line:
                while data := line.recv(4096):
                    got += data
                    for question in (b"\x10\x04\x02", b"\x10\x04\x04"):
                        if question in data:
                            line.sendall(bytes([0x12 if self.paper else 0x32 if question[2] == 2 else 0x72]))
                    if data.endswith(b"\x1dr\x01"):
                        line.sendall(b"\0")
            self.jobs.append(bytes(got))


def receipt_printer_is_tried(app, profile):
    """Reached by keys, tried, and what is wrong with it is said."""
    printer = ReceiptPrinter()
    app.key("ctrl+comma")
    app.wait_focus("窓口番号")
    app.key("F8")
    app.wait_for("つなぎ方")
    app.wait_for("文書ごとの印刷")
    app.key("space")
    app.wait_for("システムの raw キュー")
    app.key("Home", "Down", "Return")
    app.wait_gone("システムの raw キュー")
    app.field("あて先").type(printer.address)
    app.key("F8")
    app.wait_for("試し印刷が紙に出ました", 30)
    driver.wait(lambda: printer.jobs, "the job")
    assert b"\x1dv0\x00" + bytes([72, 0]) in printer.jobs[0], "576 dots a row"
    assert b"\x1dV\x42\x00" in printer.jobs[0], "cut"
    assert f"receipt-printer=tcp:{printer.address}" in (profile / "preferences.ini").read_text(encoding="utf-8")
    printer.paper = False
    app.key("F8")
    app.wait_for("紙がありません", 30)
    driver.wait(lambda: app.button("F9 了解").enabled, "the sentence about the paper")
    app.key("F9")
    printer.paper = True
    app.key("ctrl+Return")
    app.wait_for("プリンターは使えます。", 30)
    app.key("Escape")
    app.wait_for("受付一覧")


def curtain(app):
    app.key("F12")
    app.wait_for("目隠し中")
    assert not app.button("F3 検索").enabled
    app.wait_focus("パスワード")
    app.type("right horse")
    app.key("Return")
    app.wait_for("今日の受付はまだありません", 30)


def printers(folder):
    """A command lpstat that knows one printer, before all others."""
    tool = folder / "bin" / "lpstat"
    tool.parent.mkdir()
    tool.write_text("#!/bin/sh\necho PRINTER-3F\n", encoding="utf-8")
    tool.chmod(0o755)
    return {"PATH": f"{tool.parent}:{os.environ['PATH']}"}


def main():
    with driver.Screen() as screen, driver.fresh_profile() as profile:
        with screen.start(profile) as app:
            set_up(app)
        with screen.start(profile, env=printers(profile)) as app:
            sign_in(app)
            search_is_ready(app)
            scanner_never_leaks(app)
            f10_opens_nothing(app)
            help_without_a_viewer(app)
            preferences_are_chosen(app, profile)
            receipt_printer_is_tried(app, profile)
            curtain(app)
    print("ok")


main()
