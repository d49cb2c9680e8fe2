#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A visitor's card at the counter, through the real card service: what card it is before any PIN, the PIN typed and never
seen, what the card says beside the fields, the address where the event wants it.

card.py [PICTURE FOLDER]"""
import json
import pathlib
import sys
import tempfile
import time

import mado_driver as driver

driver.in_session()
sys.path.insert(0, str(driver.ROOT / "tests/device/card"))
from slots import Card, Service  # noqa: E402  pylint: disable=wrong-import-position
from visit import begin, set_up, stage  # noqa: E402  pylint: disable=wrong-import-position

PIN_FIELD = "券面事項入力補助用の暗証番号（4桁）"
NUMBER = "123456789018"
PICTURES = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else None
HOLDER = {"name": "架空　花子", "address": "青森県青森市本町１－２－３　見本荘２０１", "birth": "1985-03-21"}


def shot(screen, name):
    if PICTURES:
        screen.shot(PICTURES / f"{name}.png")


def is_seen(app, text):
    return any(text in t for t in app.texts())


def reads_by_pin(app, screen, pin, tries):
    app.key("ctrl+r")
    app.wait_for(f"残り {tries} 回", 20)
    assert is_seen(app, "マイナンバーカード（有効期限 令和15年3月21日）"), app.texts()
    app.wait_focus(PIN_FIELD)
    app.type(pin)
    assert not is_seen(app, pin), "the PIN can be seen"
    shot(screen, "card-pin")
    app.key("Return")


def wrong_pin(app, screen):
    reads_by_pin(app, screen, "9876", 3)
    app.wait_for("暗証番号が違います。あと2回まちがえるとロックされます。", 20)
    app.key("F9")


def last_try_is_asked_twice(app):
    app.key("ctrl+r")
    app.wait_for("残り 1 回", 20)
    app.wait_focus(PIN_FIELD)
    app.type("1234")
    app.key("Return")
    app.wait_for("これが最後の1回です", 20)
    app.key("Escape")
    app.wait_gone("これが最後の1回です")


def visitor_stops(app, screen):
    """On the visitor's screen: keys for a finger or a keypad, nothing echoed, and both may stop."""
    app.key("ctrl+r")
    app.wait_for("残り 2 回", 20)
    app.wait_focus(PIN_FIELD)
    app.key("ctrl+shift+v")
    app.wait_for("暗証番号を入力してください", 20)
    app.button("9").press()
    app.type("87")
    assert not is_seen(app, "987"), "the PIN can be seen"
    shot(screen, "card-pin-visitor")
    app.scan("MG1:6BFOXN12TS0")  # neither typed nor opened
    app.wait_for("来庁者の画面が出ている間にコードが読み取られました")
    app.wait_for("●●●○")
    app.key("ctrl+BackSpace")
    app.wait_gone("暗証番号を入力してください")
    app.wait_focus(PIN_FIELD)
    app.key("ctrl+shift+v")
    app.wait_for("暗証番号を入力してください", 20)
    app.type("12345")
    app.key("Return")
    app.wait_for("送っていないので、回数は減っていません", 20)
    app.button("入力をやめる（カードには送りません）").press()
    app.wait_for("来庁者が暗証番号の入力をやめました。カードには何も送っていません。", 20)
    app.key("F9")


def visitor_enters(app, screen):
    app.key("ctrl+r")
    app.wait_for("残り 2 回", 20)
    app.wait_focus(PIN_FIELD)
    app.key("ctrl+shift+v")
    app.wait_for("暗証番号を入力してください", 20)
    for key in ("1", "2", "3", "5", "消す", "4"):
        app.button(key).press()
    app.button("決定").press()


def takes_the_card(app, screen):
    visitor_enters(app, screen)
    app.wait_for("架空（カード）", 20)
    shot(screen, "card-proposals")
    assert app.field("氏 1行目").text == "", "nothing is written before it is taken"
    app.key("alt+a")
    app.wait_gone("架空（カード）")
    app.field("氏 1行目").wait_text("架空")
    app.field("名 1行目").wait_text("花子")
    assert app.field("氏の振り仮名 1行目").text == "", "a card knows no reading"


def address_is_the_old_one(app):
    app.key("ctrl+Return")
    driver.wait(lambda: stage(app) != "世帯", "the next stage")
    app.field("これまでの住所の市区町村").wait_text("青森市")
    app.field("これまでの住所の番地").wait_text("１－２－３")
    assert app.field("新しい住所の番地").text == "", "a card never knows the new address"


def kept_anywhere(app, text):
    """In a file of the profile, in what the program says, or in its memory?"""
    found = [str(path) for path in app.profile.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]
    if text in app.output():
        found.append("the log")
    return found + memory_with(app.process.pid, text.encode())


def memory_with(pid, wanted):
    found = []
    with open(f"/proc/{pid}/maps", encoding="utf-8") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in maps:
            place, rights, *rest = line.split()
            start, end = (int(n, 16) for n in place.split("-"))
            if not rights.startswith("rw") or end - start > 512 << 20:
                continue
            try:
                memory.seek(start)
                if wanted in memory.read(end - start):
                    found.append(" ".join([place, *rest[3:]]))
            except OSError:  # gone, or of a driver
                continue
    return found


def number_where_allowed(app, screen, folder, card):
    """Only when a procedure deals with it, masked, and gone afterwards."""
    with Card(folder, 0, *card) as inserted:
        app.key("ctrl+shift+n")
        while stage(app) != "手続き案内":
            before = stage(app)
            app.key("ctrl+Return")
            driver.wait(lambda: stage(app) != before, "the next stage")
        assert not is_seen(app, "カードリーダー") and not is_seen(app, PIN_FIELD), "no procedure asks for the number yet"
        for _ in range(20):
            if is_seen(app, "国保"):
                break
            app.key("1")
            time.sleep(0.2)
        app.key("ctrl+shift+n")
        app.wait_for("残り 3 回", 20)
        app.wait_focus(PIN_FIELD)
        assert not is_seen(app, "照合番号Bで読む"), "code B opens no number"
        app.type("1234")
        app.key("Return")
        app.wait_for("スペースキーで番号を表示・非表示にします。", 20)
        app.wait_focus("個人番号")
        shot(screen, "card-number-masked")
        app.key("space")
        shot(screen, "card-number-shown")
        assert len(memory_with(app.process.pid, NUMBER.encode())) == 1, "one place, and it can be found"
        assert not is_seen(app, NUMBER), "a screen reader would say it aloud"
        app.key("Escape")
        app.wait_gone("スペースキーで番号を表示・非表示にします。")
        app.wait_for("この端末に保存", 20)
        assert not kept_anywhere(app, NUMBER), kept_anywhere(app, NUMBER)
    assert inserted.report["verify"] == {"text-pin": 1} and inserted.report["my_number_read"], inserted.report
    assert set(inserted.report["reads"]) == {"common.info", "text.number"}, inserted.report["reads"]


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        holder = folder / "holder.json"
        holder.write_text(json.dumps(HOLDER))
        card = ["--card", "mynumber", "--no-jpki", "--holder", str(holder)]
        with Service(folder), driver.Screen() as screen, driver.fresh_profile() as profile, screen.start(profile) as app:
            set_up(app)
            begin(app, "1", "世帯")
            app.key("ctrl+r")
            app.wait_for("カードリーダーにカードがありません", 20)
            app.key("Escape", "F9")
            with Card(folder, 0, *card) as inserted:
                wrong_pin(app, screen)
                visitor_stops(app, screen)
                takes_the_card(app, screen)
            assert inserted.report["verify"] == {"text-pin": 2} and inserted.report["verify_without_query"] == 0
            assert inserted.report["still_verified"] == [] and not inserted.report["my_number_read"]
            assert set(inserted.report["reads"]) == {"common.info", "text.attrs"}, inserted.report["reads"]
            address_is_the_old_one(app)
            time.sleep(0.5)
            number_where_allowed(app, screen, folder, card)
            time.sleep(0.5)
            with Card(folder, 0, *card, "--tries", "text-pin=1") as inserted:
                last_try_is_asked_twice(app)
            assert inserted.report["verify"] == {}, inserted.report
            output = app.output()
            assert "9876" not in output and "1234" not in output and "架空" not in output, output
    print("ok")


main()
