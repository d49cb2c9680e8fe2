#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several people at one enrolled desk, with a real server: who never worked here is let in by the server while a colleague
is signed in, behind the curtain or by "Add a colleague"; afterwards the key that is here is enough, also with the server down."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "story"))
import mado_driver as driver  # noqa: E402

driver.in_session()
import world  # noqa: E402  pylint: disable=wrong-import-position

FIRST, SECOND, THIRD = "shimin-1", "shimin-2", "kacho"


def type_in(app, staff, password):
    """Number and password on the page that asks for them."""
    app.wait_for("パスワード")
    app.field("職員番号").set(staff)
    app.field("パスワード").focus()
    app.wait_focus("パスワード")
    app.type(password)
    app.key("Return")


def works_here(app, city, staff):
    """The list is there and the title bar names the person."""
    app.wait_for("今日の受付", 40)
    name = city.names[staff]
    driver.wait(lambda: name in app.texts(), f"{name} in the title bar")


def a_stranger_is_told_how(app, city):
    type_in(app, SECOND, city.accounts[SECOND])
    app.wait_for("このパソコンでまだ仕事をしたことがありません", 30)


def takes_over_behind_the_curtain(app, city):
    app.key("F12")
    app.wait_for("目隠し中")
    type_in(app, SECOND, city.accounts[SECOND])
    works_here(app, city, SECOND)
    app.wait_for("送信済み", 30)


def wrong_password_lets_nobody_in(app, city):
    app.key("F12")
    app.wait_for("目隠し中")
    type_in(app, THIRD, "not the password")
    driver.wait(lambda: [n.name for n in app.nodes() if n.getRoleName() == "alert" and n.name not in ("", "GtkLabel")],
                "the refusal", 30)
    app.wait_for("目隠し中")
    type_in(app, SECOND, city.accounts[SECOND])
    works_here(app, city, SECOND)
    app.wait_for("送信済み", 30)


def wrong_password_lets_nobody_in(app, city):
    app.key("F12")
    app.wait_for("目隠し中")
    type_in(app, THIRD, "not the password")
    driver.wait(lambda: app.field("パスワード").text == "" and app.focused().name == "パスワード", "the refusal", 30)
    app.wait_for("目隠し中")
    type_in(app, SECOND, city.accounts[SECOND])
    works_here(app, city, SECOND)


def adds_a_colleague(app, city):
    app.key("ctrl+comma")
    app.button("同僚を追加…").press()
    app.wait_for("同僚の職員番号とパスワード")
    type_in(app, THIRD, city.accounts[THIRD])
    app.wait_for("このパソコンでサインインできます", 30)
    works_here(app, city, SECOND)


def signs_in(app, city, staff):
    type_in(app, staff, city.accounts[staff])
    works_here(app, city, staff)


def main():
    with world.World() as city:
        city.names = {line.split("\t")[1]: line.split("\t")[3] for line in
                      (city.folder / "first.txt").read_text(encoding="utf-8").splitlines() if line.startswith("account")}
        profile = city.desk("shimin", FIRST, "madoguchi-1")
        with driver.Screen() as screen:
            with screen.start(profile) as app:
                a_stranger_is_told_how(app, city)
                signs_in(app, city, FIRST)
                app.wait_for("送信済み", 30)
                takes_over_behind_the_curtain(app, city)
                wrong_password_lets_nobody_in(app, city)
                adds_a_colleague(app, city)
                app.key("ctrl+shift+q")
                signs_in(app, city, THIRD)
            city.stop_server()
            with screen.start(profile) as app:
                for staff in (THIRD, SECOND):
                    signs_in(app, city, staff)
                    app.key("ctrl+shift+q")
    print("ok")


main()
