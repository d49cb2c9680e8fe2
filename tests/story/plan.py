#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two officers write one row of the plan while the server is away: different lines merge without a word; of one line both
texts are kept, shown to both, and one is chosen by key with a reason."""
import os
import pathlib
import subprocess

import world
from world import driver

TEXT = "実施状況・実施予定"
ROW = "1 書かない窓口の全館への展開"
FIRST = "本館１階の窓口で受付を開始"
BOTH = "平均の所要時間：11分"
OTHERS = "加入と脱退の届出に対象を広げる予定"


class Desk:
    """One department's computer."""

    def __init__(self, screen, city, scope, staff, name, plan=None):
        self.city, self.staff = city, staff
        self.profile = city.desk(scope, staff, name)
        if plan:
            self.read_in(plan)
        self.app = screen.start(self.profile)
        self.front()
        self.app.wait_focus("パスワード")
        self.app.type(city.accounts[staff])
        self.app.key("Return")
        # An officer begins with the plan; whoever watches the counter goes there.
        if staff != "suishin":
            self.app.wait_for("今日の受付", 40)
            self.app.key("alt+3")
        self.app.wait_for("自課", 60)

    def read_in(self, files):
        secret = self.city.folder / "password"
        secret.write_text(self.city.accounts[self.staff], encoding="utf-8")
        who = ["--profile", self.profile, "--staff", self.staff, "--password-file", secret]
        officers = self.city.folder / "officers.csv"
        officers.write_text("職員番号,氏名,担当課\nsuishin,浜崎　潮,市民課\nkacho,磯村　岬,国保年金課\n", encoding="utf-8")
        subprocess.run([world.CTL, "plan", "import", *files, *who], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([world.CTL, "plan", "officers", officers, *who], check=True)
        subprocess.run([world.CTL, "place", "send", *who], check=True, stdout=subprocess.DEVNULL)
        secret.unlink()

    def front(self):
        self.app.activate()
        return self.app

    def open_row(self):
        app = self.front()
        app.wait_focus("検索")
        app.key("ctrl+a")
        app.type("1")
        driver.wait(lambda: any(t.startswith(ROW) for t in app.texts()), "the row in the list", 30)
        app.key("Return")
        app.wait_for("No.1 ")
        app.wait_focus(TEXT)
        driver.wait(lambda: FIRST in self.text(), "the text of the row")

    def text(self):
        return self.app.find(TEXT, driver.pyatspi.ROLE_TEXT).text

    def line(self, part):
        return next(line for line in self.text().splitlines() if part in line)

    def back_to_list(self):
        app = self.front()
        app.key("alt+Left")
        app.wait_focus("検索")

    def add_to_line(self, part, words):
        """Typed at the end of that line, saved."""
        app = self.front()
        down = [part in line for line in self.text().splitlines()].index(True)
        app.key("ctrl+Home", *["Down"] * down, "End")
        app.type(words)
        driver.wait(lambda: self.line(part).endswith(words), f"“{words}” in the text")
        app.key("ctrl+Return")
        app.wait_gone("No.1 ")
        self.back_to_list()

    def in_conflict(self):
        return self.app.button("F7 食いちがい").enabled


def away(city, desks, work):
    """While nothing can be sent, @work is done; afterwards everything is sent."""
    city.stop_server()
    for desk in desks:
        desk.app.wait_for("つながっていません", 60)
    work()
    for desk in desks:
        desk.app.wait_for("未送信", 30)
    city.start_server()
    for desk in desks:
        desk.app.wait_for("送信済み", 90)


def write_apart(city, one, two):
    """Each its own line, and both of them a third."""
    def work():
        one.open_row()
        one.add_to_line(FIRST, " one")
        one.open_row()
        one.add_to_line(BOTH, " half")
        two.open_row()
        two.add_to_line(OTHERS, " two")
        two.open_row()
        two.add_to_line(BOTH, " full")

    away(city, (one, two), work)


def merged(desk):
    """The lines that only one of them wrote say what was written; the third is in conflict."""
    desk.open_row()
    driver.wait(lambda: desk.line(FIRST).endswith(" one") and desk.line(OTHERS).endswith(" two"), "both texts", 60)
    driver.wait(desk.in_conflict, "the conflict", 60)


def settle(desk, pictures):
    """F7 shows both texts and who wrote them; a number chooses, a reason is asked. There is no second conflict."""
    app = desk.front()
    app.key("F7")
    app.wait_for("1つの行に2つの文があります")
    number = {}
    for words, who in ((BOTH + " half", "浜崎　潮"), (BOTH + " full", "監督")):
        shown = driver.wait(lambda words=words: next((t for t in app.texts() if words in t and t[0].isdigit()), None), words)
        number[words] = shown[0]
        assert who in shown, shown
    assert sorted(number.values()) == ["1", "2"], number
    pictures("two-texts")
    app.key(number[BOTH + " half"])
    app.wait_focus("選んだ理由")
    app.type("by telephone")
    app.key("Return")
    app.wait_for("選びました")
    driver.wait(lambda: not desk.in_conflict(), "the end of the one conflict")
    app.key("ctrl+Return")
    app.wait_gone("No.1 ")
    desk.back_to_list()
    app.wait_for("送信済み", 60)
    desk.open_row()


def agreed(one, two, pictures):
    for desk in (one, two):
        driver.wait(lambda desk=desk: not desk.in_conflict(), "the end of the conflict", 60)
        driver.wait(lambda desk=desk: desk.line(BOTH).endswith(" half"), "the text that was chosen", 30)
        assert desk.line(FIRST).endswith(" one") and desk.line(OTHERS).endswith(" two")
    one.front().key("F6")
    driver.wait(lambda: one.app.has("選んだ理由: by telephone"), "the reason in the history at the other desk")
    pictures("history")


def main():
    driver.in_session()
    plan = pathlib.Path(os.environ.get("MADO_PACK_DIR", driver.ROOT / "data/city")) / "plan"
    with world.World() as city, driver.Screen() as screen:
        folder = pathlib.Path(os.environ.get("MADO_STORY_PICTURES", city.folder / "pictures"))
        folder.mkdir(parents=True, exist_ok=True)

        def pictures(name):
            screen.shot(folder / f"plan-{name}.png")

        one = Desk(screen, city, "shimin", "suishin", "推進員の席", [plan / f"{name}.json" for name in ("departments", "plan", "kpi")])
        two = Desk(screen, city, "kokuho", "kacho", "国保年金課の席")
        try:
            driver.wait(lambda: any(t.startswith(ROW) for t in two.app.texts()), "the plan at the other desk", 60)
            write_apart(city, one, two)
            merged(one)
            merged(two)
            settle(two, pictures)
            agreed(one, two, pictures)
        except BaseException:
            pictures("last")
            for desk in (one, two):
                print(desk.app.describe(), desk.app.output())
            raise


if __name__ == "__main__":
    main()
