#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The frame on a virtual screen: first run, sign-in, wrong password, keys, scanner, messages, curtain."""
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
    app.wait_for("パスワード")
    fault = driver.wait(lambda: [t for t in app.texts() if "password" in t.lower() or "ちがい" in t or "違い" in t], "the fault")
    assert fault
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


def curtain(app):
    app.key("F12")
    app.wait_for("目隠し中")
    assert not app.button("F3 検索").enabled
    app.wait_focus("パスワード")
    app.type("right horse")
    app.key("Return")
    app.wait_for("今日の受付はまだありません", 30)


def main():
    with driver.Screen() as screen, driver.fresh_profile() as profile:
        with screen.start(profile) as app:
            set_up(app)
        with screen.start(profile) as app:
            sign_in(app)
            search_is_ready(app)
            scanner_never_leaks(app)
            f10_opens_nothing(app)
            curtain(app)
    print("ok")


main()
