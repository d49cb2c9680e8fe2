#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a clerk does with an input method on; the same steps for the stub (im.py) and for a real one (im_mozc.py)."""
import subprocess

import mado_driver as driver

CODE = "MG1:6BFOXN*TS0BI$ZD.P0 %+-/:"
FAMILY, GIVEN = "氏 1行目", "名 1行目"


def first_run(app):
    app.wait_for("この窓口を登録する")
    app.activate()
    app.field("職員番号").type("a0001")
    app.field("パスワード").type("right horse")
    app.button("サーバーなしで使う").press()
    app.wait_for("今日の受付はまだありません", 30)


def enter(app):
    app.activate()
    app.wait_focus("パスワード")
    app.field("パスワード").set("right horse")
    app.key("Return")
    app.wait_for("受付一覧", 30)
    app.wait_focus("検索")


def click(app, widget):
    """With the mouse: the way a field is left without any key."""
    box = widget.node.extents()
    window = driver.wait(app._window, "the window")
    subprocess.run(["xdotool", "mousemove", "--window", window, str(box.x + box.width // 2), str(box.y + box.height // 2),
                    "click", "1"], check=True)
    driver.wait(lambda: widget.has_focus, f"the focus on “{widget.name}” after a click")


def read(app):
    """The message about a code that is not ours came once; it is answered."""
    driver.wait(lambda: app.button("F9 了解").enabled, "the sentence about the code")
    app.button("F9 了解").press()
    driver.wait(lambda: not app.button("F9 了解").enabled, "the end of the sentence")


def no_code_in(app):
    leaked = [t for t in app.texts() if "MG1" in t or "ＭＧ１" in t or "6BFOXN" in t or "６ＢＦ" in t]
    assert not leaked, leaked


def keeps_the_order(app):
    """Keys that might be the head of a code come back in the order in which they were typed."""
    app.type("yamada mama m", delay=4)
    app.field("検索").wait_text("yamada mama m")
    app.key("Escape")
    app.field("検索").wait_text("")


def own_keys(app, katakana, cancel=("Escape",)):
    """F6-F10, Space, Esc, Tab and Enter are the method's while it composes. @cancel: what ends a conversion."""
    search = app.field("検索")
    app.scan(CODE)
    driver.wait(lambda: app.button("F9 了解").enabled, "the sentence about the code")
    app.type("yamada")
    app.key("F9", "F10", "F8", "F6", "F7", "Return")
    search.wait_text(katakana)
    assert search.has_focus
    assert app.button("F9 了解").enabled, "F9 answered the message under the input method"
    app.type("shio")
    app.key("Tab", "space", *cancel)
    app.type("shio")
    app.key("F7", "Return")
    search.wait_text(katakana + "シオ")
    assert search.has_focus, "Tab or Enter left the field under the input method"
    app.type("kuma")
    app.key("F2", "F12", "F3", "F7", "Return")
    search.wait_text(katakana + "シオクマ")
    app.wait_for("受付一覧")
    app.key("Escape")  # nothing is composed now: it empties the search
    search.wait_text("")
    read(app)


def open_household(app, ticket_keys):
    app.key("F2")
    app.wait_focus("番号札")
    app.key(*ticket_keys)
    driver.wait(lambda: app.focused() and app.focused().name != "番号札", "the list of events")
    app.key("1")
    app.wait_focus("来庁者の立場")
    app.key("ctrl+Return")
    app.wait_focus(FAMILY)


def reading_is_proposed(app, typed="yamada", written="山田", kana="ヤマダ"):
    """山田 from やまだ proposes ヤマダ, pale, until Enter takes it."""
    app.type(typed)
    app.key("space", "Return")
    app.field(FAMILY).wait_text(written)
    app.key("Return")
    app.wait_focus(GIVEN)
    app.wait_for(kana)
    assert app.field("氏の振り仮名 1行目").text == ""
    app.type("tarou")
    app.key("space", "Return", "KP_Enter")
    app.wait_focus("氏の振り仮名 1行目")
    app.key("Return")
    app.field("氏の振り仮名 1行目").wait_text(kana)
    app.wait_focus("名の振り仮名 1行目")
    app.key("KP_Enter")
    app.field("名の振り仮名 1行目").wait_text("タロウ")
    app.wait_focus("生年月日 1行目")


def scans_under_a_preedit(app):
    """A code that cannot be read comes with a text half composed in a cell: it is told, and nothing else happens. The
    cell keeps its focus and what is being composed; the method goes on with it."""
    app.key("ctrl+Prior")
    field = app.wait_focus(FAMILY)
    assert field.text == "山田"
    app.key("End")
    app.type("shio")
    app.scan(CODE)
    read(app)
    no_code_in(app)
    assert field.has_focus and app.has("107　転入"), app.describe()
    app.key("Return")  # the method's: it ends the composing
    field.wait_text("山田しお")
    assert field.has_focus, "Enter left the field under the input method"


def ten_key_and_dates(app):
    """The ten-key alone goes through a line; every way to write a date."""
    birth = app.wait_focus("生年月日 1行目")
    for keys, shown in (("3600401", "昭和60年4月1日"), ("S60.4.1", "昭和60年4月1日"), ("19850401", "昭和60年4月1日"),
                        ("60.4.2", "昭和60年4月2日"), ("4010203", "平成元年2月3日"), ("5080101", "令和8年1月1日")):
        app.type(keys)  # what is there is selected
        app.key("KP_Enter")
        app.wait_focus("性別 1行目")
        driver.wait(lambda s=shown: birth.text.startswith(s), f"{shown} for {keys} (is “{birth.text}”)")
        app.key("shift+Return")
        app.wait_focus("生年月日 1行目")
    app.key("Return")
    app.wait_focus("性別 1行目")
    app.key("KP_1", "KP_Enter")
    app.field("性別 1行目").wait_text("男")
    app.wait_focus("続柄 1行目")
    app.key("KP_1", "KP_Enter")
    driver.wait(lambda: app.field("続柄 1行目").text not in ("", "1"), "the relation by its number")


def full_width_numbers(app):
    """Digits and ー that the method makes full-width are taken as half-width."""
    app.key("ctrl+Return")  # next stage
    phone = app.wait_focus("日中の連絡先")
    app.type("022-366-1111")
    app.key("Return")
    phone.wait_text("022-366-1111")
    code = app.field("新しい住所の郵便番号").focus()
    app.type("9850011")
    app.key("Return")
    code.wait_text("9850011")


def left_half_composed(app):
    app.type("yamada")
    given = app.field(GIVEN)
    click(app, given)
    app.field(FAMILY).wait_text("やまだ")
    app.type("shio")
    app.key("space")
    click(app, app.field(FAMILY))
    given.wait_text("塩")
    click(app, given)  # a late method would have written it twice by now
    app.key("End", "BackSpace")
    given.wait_text("")
    app.field(FAMILY).wait_text("やまだ")


def composed_scans(app, order):
    """The code comes as a text being composed, or as one insertion; it never stays in the field."""
    search = app.field("検索")
    wide = "".join(chr(ord(c) - 0x21 + 0xFF01) if c != " " else "　" for c in CODE)
    for i in range(1, len(wide) + 1):
        order("preedit " + wide[:i])
    order("commit " + wide)
    read(app)
    order("commit " + CODE)
    read(app)
    order("preedit " + wide)  # a scanner without Enter: it stays composed
    read(app)
    no_code_in(app)
    assert search.text == "", search.text
    order("commit ｍａ")
    search.wait_text("ｍａ")
