#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two windows write one field: marked at once while it is being edited; apart, a conflict that a person resolves."""
import os
import pathlib

import world
from certificates import begin, choose, go
from family import Keys
from world import driver

PHONE = "日中の連絡先"


class Desk:
    """One window of the city, brought to the front before anything is typed."""

    def __init__(self, screen, city, scope, staff, name):
        self.city, self.staff = city, staff
        self.profile = city.desk(scope, staff, name)
        self.app = screen.start(self.profile)
        self.front()
        city.sign_in(self.app, staff)
        self.app.wait_for("送信済み", 30)

    def front(self):
        self.app.activate()
        return self.app

    def open_case(self, name):
        """From the list; the case is found by its name."""
        app = self.front()
        app.wait_focus("検索")
        app.field("検索").set(name)
        driver.wait(lambda: any(name in t and "番号札" not in t for t in app.texts()), f"{name} in the list", 30)
        app.key("Return")
        app.wait_for(PHONE, 30)

    def back_to_list(self):
        app = self.front()
        app.key("alt+Left")
        app.wait_focus("検索")

    def type_phone(self, number, handed_on=False):
        """Typed, not left. What another window wrote is grey until Ctrl+E."""
        self.front()
        field = self.app.field(PHONE)
        field.click()
        self.app.key(*(["ctrl+e"] if handed_on else []), "ctrl+a")
        self.app.type(number)
        driver.wait(lambda: field.text == number, f"{number} in the field")
        return field

    def leave(self):
        """Enter: the next field."""
        self.front()
        before = self.app.focused_key()
        self.app.key("Return")
        driver.wait(lambda: self.app.focused_key() != before, "the next field")

    def phone(self):
        return self.app.field(PHONE)

    def in_conflict(self):
        return self.app.button("F7 食いちがい").enabled

    def note(self):
        """What the row itself says below the field; a screen reader hears it as the field's description."""
        return self.phone().node.description


def make_case(desk):
    """A visit with one procedure here and one at the tax window; the block number stays a gap."""
    app = desk.front()
    keys = Keys(app)
    keys.write = lambda text, leave="Return": (app.focused().set(text) if not text.isascii() else app.type(text), app.key(leave))
    begin(keys, "301", "1", "4")
    go(keys, "来庁者の氏名", "田中　実")
    choose(keys, "本人確認書類", "2")
    go(keys, "生年月日", "S50.5.5")
    desk.back_to_list()
    app.wait_for("送信済み", 30)


def marked_at_once(one, two, pictures):
    """What the other window writes is shown in the row that is being edited, with a key for either value."""
    one.open_case("田中")
    two.open_case("田中")
    one.type_phone("090-1111-1111")
    two.type_phone("080-2222-2222")
    two.leave()
    two.back_to_list()
    driver.wait(lambda: "080-2222-2222" in one.note(), "the mark in the row", 30)
    assert "Alt+A" in one.note() and "Ctrl+E" in one.note(), one.note()
    assert one.phone().text == "090-1111-1111", "what is being typed stays"
    one.app.wait_for(f"入力中の「{PHONE}」を別の窓口（juminzei-1")
    one.front()
    pictures("marked")
    one.app.key("alt+a")
    driver.wait(lambda: one.phone().text == "080-2222-2222", "their value")
    assert "Alt+A" not in one.note(), one.note()

    two.open_case("田中")
    one.type_phone("090-4444-4444")
    two.type_phone("080-3333-3333")
    two.leave()
    two.back_to_list()
    driver.wait(lambda: "080-3333-3333" in one.note(), "the mark in the row, again", 30)
    one.front()
    one.app.key("ctrl+e")
    driver.wait(lambda: "Ctrl+E" not in one.note(), "the mark to go")
    assert one.phone().text == "090-4444-4444"
    one.leave()
    one.back_to_list()
    two.open_case("田中")
    driver.wait(lambda: two.phone().text == "090-4444-4444", "the value that was kept, at the other window", 30)
    assert not two.in_conflict(), "a conflict although a person had seen both"


def apart(one, two, city):
    """The server is away: each window changes the same field."""
    one.open_case("田中")
    city.stop_server()
    for desk in (one, two):
        desk.app.wait_for("つながっていません", 60)
    one.type_phone("070-1000-0001")
    one.leave()
    one.back_to_list()
    two.type_phone("070-2000-0002", handed_on=True)
    two.leave()
    two.back_to_list()
    for desk in (one, two):
        desk.app.wait_for("未送信", 30)
    one.open_case("田中")
    two.open_case("田中")
    city.start_server()
    for desk in (one, two):
        desk.app.wait_for("送信済み", 90)


def told(desk):
    """In the foot line, behind what nobody has answered yet; and in the row."""
    driver.wait(desk.in_conflict, "the conflict", 60)
    app = desk.front()
    while not app.has("ほかの窓口と値が食いちがっています"):
        assert app.button("F9 了解").enabled, "the conflict is not told"
        before = app.texts()
        app.key("F9")
        driver.wait(lambda: app.texts() != before, "the next message")
    app.key("F9")
    assert "F7" in desk.note(), desk.note()


def resolve(desk, pictures):
    """F7, the number of the value, the number of the reason."""
    app = desk.front()
    app.key("F7")
    app.wait_for("どちらが正しいですか")
    for text in ("070-1000-0001", "070-2000-0002", "shimin-1", "juminzei-1", "市民課", "住民税課"):
        assert app.has(text), f"“{text}” is not on the page"
    pictures("two-values")
    rows = [node.name for node in app.nodes() if node.getRole() == driver.pyatspi.ROLE_LIST_ITEM]
    number = 1 + rows.index("070-1000-0001") - min(rows.index("070-1000-0001"), rows.index("070-2000-0002"))
    app.key(str(number))
    app.wait_for("来庁者に確かめた")
    pictures("reason")
    app.key("1")
    app.wait_for("理由とともに選びました")


def agreed(desk):
    driver.wait(lambda: not desk.in_conflict(), "the end of the conflict", 60)
    driver.wait(lambda: desk.phone().text == "070-1000-0001", "the value that was chosen", 30)
    assert "F7" not in desk.note(), desk.note()


def main():
    driver.in_session()
    with world.World() as city, driver.Screen() as screen:
        folder = pathlib.Path(os.environ.get("MADO_STORY_PICTURES", city.folder / "pictures"))
        folder.mkdir(parents=True, exist_ok=True)

        def pictures(name):
            screen.shot(folder / f"conflict-{name}.png")

        one = Desk(screen, city, "shimin", "shimin-1", "1番窓口")
        two = Desk(screen, city, "juminzei", "juminzei-1", "8番窓口")
        try:
            make_case(one)
            marked_at_once(one, two, pictures)
            two.back_to_list()
            two.open_case("田中")
            apart(one, two, city)
            told(one)
            told(two)
            resolve(one, pictures)
            agreed(one)
            agreed(two)
            two.front()
            pictures("agreed")
        except BaseException:
            pictures("last")
            for desk in (one, two):
                print(desk.app.describe(), desk.app.output())
            raise


if __name__ == "__main__":
    main()
