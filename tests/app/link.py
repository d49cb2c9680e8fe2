#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two desks and a server that goes away and comes back: the title bar says how it stands, nothing is lost, and the other
desk's list follows without a key being touched."""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "story"))
import mado_driver as driver  # noqa: E402

driver.in_session()
import world  # noqa: E402  pylint: disable=wrong-import-position

STAFF = "shimin-1"


def wait_link(app, pattern, timeout=60):
    return driver.wait(lambda: [t for t in app.texts() if re.fullmatch(pattern, t)], f"“{pattern}” in the title bar", timeout)


def receive(app, number):
    """A visitor takes a number and rests: enough for a commit."""
    app.activate()
    app.key("F2")
    app.wait_focus("番号札")
    app.type(number)
    app.key("Return")
    app.key("1")  # moving in
    app.wait_focus("来庁者の立場")
    app.key("F11")
    app.wait_for("受付一覧")
    app.wait_for(number)


def server_is_tested(app, *sentences):
    """On the page of the devices: what is known of the server."""
    app.activate()
    app.key("ctrl+shift+d")
    for sentence in sentences:
        app.wait_for(sentence, 30)
    app.wait_gone("調べています…", 30)
    app.key("Escape")
    app.wait_for("受付一覧")


def main():
    with world.World() as city:
        here, there = (city.desk("shimin", STAFF, name) for name in ("madoguchi-1", "madoguchi-2"))
        with driver.Screen() as screen, screen.start(here) as first, screen.start(there) as second:
            for app in (first, second):
                app.activate()
                city.sign_in(app, STAFF)
                wait_link(app, "送信済み")
            server_is_tested(first, "は応答しています（madoguchi-server", "時計の差は 0 秒以内です。", "すべて送信済みです。")

            city.stop_server()
            wait_link(first, r"つながっていません \d\d:\d\dから")
            server_is_tested(first, "の機械はありますが、サーバーが動いていません。", "すべてこの端末に保存され、あとで送信されます。")
            receive(first, "107")
            wait_link(first, r"つながっていません \d\d:\d\dから（未送信 [1-9]\d*）")
            assert not second.has("107")

            city.start_server()
            wait_link(first, "送信済み")
            driver.wait(lambda: any("107" in t and "保留" in t for t in second.texts()), "107 at the other desk", 60)

            receive(first, "108")
            # Both rest; who came first is on top.
            driver.wait(lambda: [t[:3] for t in second.texts() if re.match(r"10[78] .*保留", t)] == ["107", "108"],
                        "107 and 108 at the other desk", 60)
    print("ok")


main()
