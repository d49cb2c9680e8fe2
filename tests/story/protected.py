#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same person twice on one day; a certificate of somebody whose addresses are hidden; opening that case from elsewhere."""
import os
import pathlib

import world
from certificates import CONFIRM, Steering, begin, choose, go, stage
from conflict import Desk
from world import driver

NAME, BIRTH = "田中　実", "S50.5.5"
HINTS = ("支援", "DV", "虐待", "ストーカー", "保護")


def person(app):
    """A visitor for himself; the address stays a gap."""
    keys = Steering(app)
    go(keys, "来庁者の氏名", NAME)
    choose(keys, "本人確認書類", "2")
    go(keys, "生年月日", BIRTH)
    return keys


def no_hint(app):
    said = app.texts()
    assert not [t for t in said for hint in HINTS if hint in t], [t for t in said for hint in HINTS if hint in t]


def hidden_case(desk):
    app = desk.front()
    begin(Steering(app), "301", "1")
    person(app)
    app.key("ctrl+l")
    app.wait_for("この受付の住所は、ほかの課には表示されません")
    app.key("F9")
    desk.back_to_list()
    app.wait_for("送信済み", 30)


def told_before_a_second_case(desk, pictures):
    """Name and birth date again, written otherwise: said at once, nothing is blocked, one key opens the first case."""
    app = desk.front()
    begin(Steering(app), "302", "1")
    keys = person(app)
    app.wait_for("田中　実 さんは本日すでに受け付けています（番号札 301", 30)
    no_hint(app)
    pictures("same-person")
    go(keys, "住所の郵便番号", "0000102")
    go(keys, "住所の番地", "1-2-3")
    choose(keys, "世帯全員・一部", "2", leave="ctrl+Return")
    driver.wait(lambda: stage(app) == CONFIRM, "the confirmation")


def care_before_the_certificate(desk, pictures):
    """The first Ctrl+Enter says that somebody must be asked, and nothing else; the second goes on to the signature."""
    app = desk.front()
    app.key("F9", "ctrl+Return")
    app.wait_for("この証明書は、交付の前に責任者へ確認してください", 30)
    no_hint(app)
    assert stage(app) == CONFIRM and not app.has("ここにご署名ください")
    pictures("care")
    app.key("ctrl+Return")
    app.wait_for("ここにご署名ください", 30)
    app.key("ctrl+BackSpace")
    driver.wait(lambda: not app.has("ここにご署名ください"), "the visitor's page to close")


def goes_to_the_first_case(desk):
    app = desk.front()
    app.key("ctrl+g")
    app.wait_for("番号札 301", 30)
    desk.back_to_list()


def let_in(app, city, staff):
    """Behind the curtain the server lets in who never worked at this computer."""
    app.wait_for("パスワード")
    app.field("職員番号").set(staff)
    app.field("パスワード").focus()
    app.wait_focus("パスワード")
    app.type(city.accounts[staff])
    app.key("Return")
    app.wait_for("今日のすべて", 40)


def colleague_gives_a_reason(desk, city, pictures):
    """Who has no part in it is asked why, and only then sees it."""
    app = desk.front()
    app.key("F12")
    app.wait_for("目隠し中")
    let_in(app, city, "shimin-2")
    app.wait_focus("検索")
    app.field("検索").set("301")
    driver.wait(lambda: any("田中" in t for t in app.texts()), "the case in the list", 30)
    app.key("Return")
    app.wait_for("閲覧理由を番号で選んでください", 30)
    assert not app.has("昭和50年") and not app.has("生年月日"), "seen before the reason was given"
    no_hint(app)
    pictures("reason-for-access")
    app.key("4")
    app.wait_focus("理由")
    app.focused().set("本人から電話があった")
    app.key("Return")
    app.wait_for("生年月日", 30)
    pictures("opened")


def main():
    driver.in_session()
    with world.World() as city, driver.Screen() as screen:
        folder = pathlib.Path(os.environ.get("MADO_STORY_PICTURES", city.folder / "pictures"))
        folder.mkdir(parents=True, exist_ok=True)

        def pictures(name):
            screen.shot(folder / f"protected-{name}.png")

        desk = Desk(screen, city, "shimin", "shimin-1", "1番窓口")
        try:
            hidden_case(desk)
            told_before_a_second_case(desk, pictures)
            care_before_the_certificate(desk, pictures)
            goes_to_the_first_case(desk)
            colleague_gives_a_reason(desk, city, pictures)
        except BaseException:
            pictures("last")
            print(desk.app.describe(), desk.app.output())
            raise


if __name__ == "__main__":
    main()
