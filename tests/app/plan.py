#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The promotion plan by keyboard alone: an officer updates, says 変更なし and confirms; those who gather accept, review and fix
an edition; reports and answer forms come out and go in; April comes. What was typed survives the program's death, and two texts of one line are settled."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

import mado_driver as driver

sys.path.insert(0, str(driver.ROOT / "tests/ctl"))
import workbook  # noqa: E402

driver.in_session()


def prepare(folder, *more):
    subprocess.run([str(driver.BUILD / "bench/app-profile"), str(folder), "2", os.environ["MADO_PACK_DIR"]], check=True)
    subprocess.run([sys.argv[1], str(folder), "1", *more], check=True)


def start(screen, profile):
    app = screen.start(profile, "--session-key", str(profile / "session.key"))
    app.activate()
    app.wait_for("推進計画")
    app.key("alt+3")
    app.wait_for("未更新")
    app.wait_focus("検索")
    return app


def row_line(app, number):
    return [t for t in app.texts() if re.match(rf"{number} .*（{number}）", t)]


def open_row(app, number):
    """By its number, as an officer does."""
    app.wait_focus("検索")
    app.type(str(number))
    driver.wait(lambda: len([t for t in app.texts() if re.match(r"\d+ .*（\d+）", t)]) == 1, "the one row")
    app.key("Return")
    app.wait_for(f"No.{number} ")
    app.wait_focus("実施状況・実施予定")
    driver.wait(lambda: "講座" in app.focused().text or "窓口" in app.focused().text, "the text of the row")


def focus_is_selected(app):
    """Enter acts on the line with the focus: it is the one that is shown as chosen."""
    driver.wait(lambda: (f := app.focused()) and f.node.states.contains(driver.pyatspi.STATE_SELECTED), "the focus on the chosen line")


def text(app):
    return app.find("実施状況・実施予定", driver.pyatspi.ROLE_TEXT).text


def locked(screen, profile):
    """The other department's part cannot be written, and nothing can be judged."""
    app = start(screen, profile)
    assert not app.button("Ctrl+E 固定欄").enabled
    app.key("ctrl+e")  # nothing
    open_row(app, 5)
    before = text(app)
    app.key("ctrl+Home")
    app.type("XX")
    app.key("Delete", "BackSpace", "Return", "ctrl+Delete")
    app.key("ctrl+End")
    app.type("own")
    driver.wait(lambda: text(app) == before + "own", "one's own part alone")
    app.wait_for("との差　1行")
    assert not app.button("Ctrl+2 受け付ける").enabled
    app.stop()


def typing(screen, profile):
    """A power cut loses nothing."""
    app = start(screen, profile)
    app.wait_for("自課 20 件")
    open_row(app, 5)
    app.key("ctrl+End")
    app.type("abc")
    app.key("Return")
    app.type("new item")
    app.key("Tab")
    driver.wait(lambda: text(app).endswith("abc\n・new item"), "the new line, one level down")
    app.wait_for("との差　2行")
    # The figure in the text, by F5, typed over.
    app.key("Up", "Home", "F5")
    driver.wait(lambda: app.field("数値").text == "7", "the figure at the cursor")
    app.type("12")
    driver.wait(lambda: "講座を12回" in text(app), "the new figure")
    # Drafts are kept within a moment; then the power goes.
    journal = profile / "journal.db-wal"
    size = journal.stat().st_size if journal.exists() else 0
    app.type("3")
    driver.wait(lambda: journal.exists() and journal.stat().st_size != size, "the draft in the journal")
    driver.wait(lambda: "講座を123回" in text(app), "the last letter")
    end = time.monotonic() + 0.4  # twice the longest time a letter may wait for its draft
    driver.wait(lambda: time.monotonic() > end, "the drafts")
    app.kill()

    app = start(screen, profile)
    open_row(app, 5)
    app.wait_for("前に入力して保存していなかった内容を戻しました")
    driver.wait(lambda: "講座を123回" in text(app) and "・new item" in text(app), "what was typed before the power cut")
    # Saved, and on to the next row of one's own.
    app.key("ctrl+Return")
    app.wait_for("No.13 ")
    app.key("alt+Left")
    app.wait_focus("検索")
    app.key("Escape")
    driver.wait(lambda: any("入力中" in t for t in row_line(app, 5)), "入力中 in the list")
    return app


def answering(app):
    # 変更なし from the list: one key, and the next row is selected.
    app.wait_for("自課 20 件　未更新 19")
    # What nobody has touched since a day: nothing before there was a plan, everything before a day to come.
    untouched = app.field("この日から未更新（日付）")
    for day, rows in (("R1.5.1", "0件"), ("R60.1.1", "83件")):
        untouched.type(day)
        driver.wait(lambda: rows in app.texts(), rows)
    app.key("ctrl+a", "Delete")
    app.key("F3")
    app.wait_focus("検索")
    app.key("F5")
    app.key("ctrl+0")
    app.wait_for("自課 20 件　未更新 18")
    open_row(app, 5)
    app.key("ctrl+1")
    app.wait_for("No.13 ")
    app.key("alt+Left")
    app.wait_focus("検索")
    app.key("Escape")
    driver.wait(lambda: any("課で確認" in t for t in row_line(app, 5)), "課で確認 in the list")


def gathering(app):
    """This desk gathers as well: accepts, sees who is missing, reviews, fixes."""
    open_row(app, 5)
    driver.wait(lambda: app.button("Ctrl+3 差し戻す").enabled, "the key for returning")
    app.key("ctrl+3")
    app.wait_focus("直してほしいところ")
    app.type("more")
    app.key("Return")
    app.wait_for("No.13 ")
    app.key("alt+Left")
    app.wait_focus("検索")
    app.key("Escape")
    driver.wait(lambda: any("差戻し" in t and "more" in t for t in row_line(app, 5)), "差戻し with its comment")
    open_row(app, 5)
    app.key("ctrl+1")
    app.wait_for("No.13 ")
    app.key("alt+Left")
    open_row(app, 5)
    app.key("ctrl+2")
    app.wait_for("No.13 ")
    app.key("alt+Left")
    app.wait_focus("検索")
    app.key("Escape")
    driver.wait(lambda: any("受付" in t for t in row_line(app, 5)), "受付 in the list")

    app.key("ctrl+t")
    app.wait_for("未回答 8／8課")
    app.key("F6")
    app.wait_for("表記がほかとそろっていない")
    app.key("alt+a")
    app.wait_for("書き方をそろえました")
    app.wait_gone("表記がほかとそろっていない")
    app.key("F6")
    app.wait_for("第１回会議")
    app.field("照会・確定版の時点").type("R8.11.30")
    app.field("確定版の名前").type("meeting two")
    app.key("Tab")
    app.key("Return")
    app.wait_for("確定しました")
    app.wait_for("meeting two")
    # What the last two editions say and nobody has touched is told.
    app.field("照会・確定版の時点").type("R8.12.1")
    app.field("確定版の名前").type("meeting three")
    app.key("Tab")
    app.key("Return")
    app.wait_for("meeting three")
    app.key("F6", "F6")
    app.wait_for("確定前の点検")
    driver.wait(lambda: app.has("文が変わっていない"), "a row that is the same in both", 60)
    app.key("alt+Left")
    app.wait_focus("検索")


def settling(app):
    """Two texts for one line: both are shown, one is chosen with a reason."""
    open_row(app, 13)
    driver.wait(lambda: app.button("F7 食いちがい").enabled, "the conflict key")
    app.key("F7")
    app.wait_for("1つの行に2つの文があります")
    app.wait_for("甲の課の文")
    app.wait_for("乙の課の文")
    chosen = next(t[0] for t in app.texts() if re.match(r"\d　甲の課の文", t))
    app.key(chosen)
    app.wait_focus("選んだ理由")
    app.key("Return")  # not without a reason
    app.wait_for("1つの行に2つの文があります")
    app.type("by telephone")
    app.key("Return")
    app.wait_for("選びました")
    app.key("ctrl+Return")
    app.wait_gone("No.13 ")
    app.key("alt+Left")
    open_row(app, 13)
    assert text(app).endswith("○甲の課の文"), text(app)
    assert not app.button("F7 食いちがい").enabled
    app.key("F6")
    driver.wait(lambda: app.has("選んだ理由: by telephone"), "the reason in the history")
    app.key("alt+Left")
    app.wait_focus("検索")
    app.key("Escape")


def figures(app):
    app.key("ctrl+k")
    app.wait_for("全37項目")
    focus_is_selected(app)
    app.key("ctrl+e")
    app.wait_focus("令和７年度")
    app.type("many")
    app.key("ctrl+Return")
    app.wait_for("数値として読めません")
    app.key("ctrl+a", "Delete")
    app.type("86.4")
    app.key("ctrl+Return")
    driver.wait(lambda: any(re.match(r"1 .* 86\.4 ", t) for t in app.texts()), "the new value in the table")
    # The chart of the screen, kept both as a drawing and as a picture; then those of all KPI, and back with the key for values.
    home = pathlib.Path(os.environ["HOME"])
    for stem in ("kpi-*[0-9]", "kpi-bars", "kpi-classes"):
        app.key("F8")
        drawing, picture = (driver.wait(lambda: next((p for p in home.rglob(stem + end) if p.stat().st_size), None), stem + end)
                            for end in (".svg", ".png"))
        app.wait_for(f"{picture} に保存しました")
        assert b"<svg" in drawing.read_bytes()[:200] and picture.read_bytes().startswith(b"\x89PNG"), (drawing, picture)
        app.key("F6")
        driver.wait(lambda: any(n.name == "説明" and n.is_editable for n in app.nodes()) == (stem == "kpi-classes"), "the cells beside the chart of one KPI alone")
    app.key("F6", "ctrl+e")
    app.wait_focus("令和７年度")
    app.key("alt+Left")
    app.wait_focus("検索")


def report(app, key, name, *wanted):
    """Made beside the screen, kept, and shown in the program."""
    documents = pathlib.Path(os.environ["HOME"])
    app.key("F8")
    app.wait_for("実施状況報告")
    app.key(key)
    path = driver.wait(lambda: next(documents.rglob(name), None), name, 60)
    app.wait_for("証明書・文書", 60)
    words = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    for word in wanted:
        assert word in words, (word, words[:600])
    app.key("alt+Left")
    app.wait_focus("検索")


def comparing(app):
    """What has changed since the last edition, and since a day."""
    app.key("ctrl+b")
    app.wait_for("変更")
    driver.wait(lambda: "・new item" in app.find("見え消し").text, "the new line among the changes")
    app.wait_focus("古いほうの日")
    app.type("R8.13.1")
    app.key("Return")
    driver.wait(lambda: app.button("F9 了解").enabled, "the fault of the date")
    app.key("F9", "ctrl+a", "Delete")
    app.type("R1.5.1")
    app.key("Return")
    app.wait_for("変更 83行")  # there was nothing yet
    app.key("alt+Left")
    app.wait_focus("検索")


def reading(app, folder):
    """Files are read in with a preview; a fault writes nothing."""
    documents = pathlib.Path(os.environ["HOME"])
    app.key("F8")
    app.wait_for("実施状況報告")
    app.key("7")
    table = driver.wait(lambda: next((p for p in documents.rglob("取組一覧.csv") if p.stat().st_size), None), "the table", 60)
    app.key("alt+Left")
    app.wait_focus("検索")
    words = table.read_text(encoding="utf-8-sig")
    good, bad = folder / "good.csv", folder / "bad.csv"
    assert "new item" in words
    good.write_text(words.replace("new item", "newer item"), encoding="utf-8-sig")
    bad.write_text(words.replace("市民課", "市民果"), encoding="utf-8-sig")
    app.key("ctrl+shift+r")
    app.wait_focus("取り込むファイル")
    app.field("取り込むファイル").set(str(bad))
    app.key("Return")
    app.wait_for("取り込めません", 60)
    app.wait_for("市民果")
    assert not app.button("Ctrl+Enter 取り込む").enabled
    app.field("取り込むファイル").set(str(good))
    app.key("Return")
    app.wait_for("Ctrl+Enterで取り込みます", 60)
    app.key("ctrl+Return")
    app.wait_for("取り込みました", 60)
    open_row(app, 5)
    driver.wait(lambda: "・newer item" in text(app), "the words of the file")
    app.key("alt+Left")
    app.wait_focus("検索")
    app.key("Escape")


def forms(app):
    """One key writes a form for each department; filled ones are read back many at once; a file that is none writes nothing."""
    app.key("F8")
    app.wait_for("実施状況報告")
    app.key("9")
    home = pathlib.Path(os.environ["HOME"])
    own = driver.wait(lambda: next(home.rglob("回答様式_市民課.xlsx"), None), "the form", 60)
    driver.wait(lambda: len(list(own.parent.glob("*.xlsx"))) == 8, "a form for each department")
    app.wait_for(str(own.parent.name), 60)
    app.key("alt+Left")
    app.wait_focus("検索")
    parts = workbook.parts_of(own)
    at = workbook.row_of(parts, 5)
    workbook.fill(parts, f"F{at}", workbook.cell(parts, f"E{at}").replace("newer item", "written in the form"))
    workbook.pack(own, parts)
    broken = own.parent / "回答様式_その他.xlsx"
    broken.write_bytes(b"PK\3\4 torn")
    app.key("ctrl+shift+r")
    app.wait_focus("取り込むファイル")
    app.field("取り込むファイル").set(str(own.parent))
    app.key("Return")
    app.wait_for("取り込めません", 60)
    app.wait_for("回答様式_その他.xlsx")
    broken.unlink()
    app.key("Return")
    app.wait_for("Ctrl+Enterで取り込みます", 60)
    app.wait_for("written in the form")
    app.key("ctrl+Return")
    app.wait_for("取り込みました", 60)
    open_row(app, 5)
    driver.wait(lambda: "written in the form" in text(app), "the words of the form")
    app.key("alt+Left")
    app.wait_focus("検索")
    app.key("Escape")


def cells(app):
    """Those who gather change what is fixed for officers; a department that is none is told with the nearest name."""
    app.wait_focus("検索")
    app.type("5")
    driver.wait(lambda: len([t for t in app.texts() if re.match(r"\d+ .*（\d+）", t)]) == 1, "the one row")
    app.key("ctrl+e")
    app.wait_focus("主な取組")
    app.key("End")
    app.type("x")
    departments = app.field("担当課")
    names = departments.text
    assert "市民課" in names
    departments.set(names.replace("市民課", "市民果"))
    app.key("ctrl+Return")
    app.wait_for("「市民課」のことですか")
    app.key("F9")
    departments.set(names + "、産業振興課" if "産業振興課" not in names else names)
    app.key("ctrl+Return")
    app.wait_for("保存しました")
    app.wait_focus("検索")
    app.key("F9")
    driver.wait(lambda: any("（5）x" in t and "産業振興課" in t for t in app.texts()), "the new title and department in the list", 30)
    app.key("ctrl+e")
    app.wait_focus("主な取組")
    app.key("End", "BackSpace", "ctrl+Return")
    driver.wait(lambda: not any("（5）x" in t for t in app.texts()) and app.focused() and app.focused().name == "検索", "the old title", 30)
    app.key("F9", "Escape")


def pasting(screen, app):
    """A block of cells as spreadsheets copy it: cells with line breaks are quoted, a quote in them is doubled."""
    open_row(app, 5)
    before = text(app)
    app.key("ctrl+End", "Return")
    driver.wait(lambda: text(app) != before, "the new line")
    screen.clipboard('"○新しい""窓口""\n　・細目\n　　・さらに"\t○となり\r\n"○二行目"\t\r\n')
    app.key("ctrl+v")
    wanted = before + '\n○新しい"窓口"\n・細目\n・さらに\n○となり\n○二行目'
    driver.wait(lambda: text(app) == wanted, "the block, a line each")
    app.wait_for("との差　")
    app.key("ctrl+Return")
    app.wait_gone("No.5 ")
    app.key("alt+Left")
    open_row(app, 5)
    assert text(app) == wanted, text(app)
    app.key("alt+Left")
    app.wait_focus("検索")
    app.key("Escape")


def april(app, folder):
    """Departments, officers, the rule and a new year: shown first, then written; a fault writes nothing."""
    def write(wanted):
        app.key("Return")
        app.wait_for("Ctrl+Enterで反映します", 60)
        assert app.has(wanted), app.texts()
        app.key("ctrl+Return")
        app.wait_for("反映しました", 60)
        app.wait_focus("検索")
        app.key("F9")

    def begin(name):
        app.key("ctrl+shift+y")
        app.wait_for("引き継ぎます")
        while not app.has(name):
            before = app.texts()
            app.key("F6")
            driver.wait(lambda: app.texts() != before, "the next of them")

    begin("一覧（CSV）")
    officers = folder / "officers.csv"
    officers.write_text("職員番号,氏名,担当課\na0001,浜崎　潮,市民果\n", encoding="utf-8")
    path = "職員番号・氏名・担当課の一覧（CSV）"
    app.field(path).set(str(officers))
    app.key("Return")
    app.wait_for("誤りが1件")
    app.wait_for("2行目, 担当課")
    assert not app.button("Ctrl+Enter 反映する").enabled
    officers.write_text("職員番号,氏名,担当課\na0001,浜崎　潮,市民課\n", encoding="utf-8")
    write("浜崎　潮（a0001）")
    # Who is to be reminded is named, on the screen and in the list.
    app.key("ctrl+t")
    app.wait_for("各課の回答状況")
    driver.wait(lambda: any("市民課" in t and "浜崎　潮" in t for t in app.texts()), "the officer beside the department")
    app.key("F8")
    app.wait_for("督促一覧")
    home = pathlib.Path(os.environ["HOME"])
    path = driver.wait(lambda: next((p for p in home.rglob("督促一覧*.csv") if p.stat().st_size), None), "the list of reminders")
    listed = path.read_text(encoding="utf-8-sig")
    assert "\n市民課,浜崎　潮," in listed, listed
    app.key("alt+Left")
    app.wait_focus("検索")

    begin("いつから")
    app.field("今の課（2つ以上は「、」で区切る）").set("市民課")
    app.field("新しい課（2つ以上は「、」で区切る）").set("くらし課")
    app.field("いつから").type("R1.5.1")
    write("市民課")
    driver.wait(lambda: any("くらし課" in t for t in row_line(app, 5)), "the new name in the list", 30)

    begin("中位の区分の％")
    app.field("中位の区分の％").type("40")
    app.key("Return")
    app.wait_for("Ctrl+Enterで反映します", 60)
    app.field("中位の区分の％").set("50")
    app.wait_for("Enterで変わるところを確かめます")  # what was shown is not what is asked for now
    assert not app.button("Ctrl+Enter 反映する").enabled
    write("変更後：")
    app.key("ctrl+k")
    app.wait_for("50％以上")
    app.key("alt+Left")
    app.wait_focus("検索")

    app.key("ctrl+shift+y")
    app.wait_for("引き継ぎます")
    app.wait_for("件が変わります", 60)
    numbers = [int(found[1]) for t in app.texts() if (found := re.match(r"新規 No (\d+) ", t))]
    assert len(numbers) > 3 and numbers == sorted(numbers), app.texts()
    app.key("ctrl+Return")
    app.wait_for("反映しました", 60)
    app.wait_focus("検索")
    app.wait_for("いま照会は出ていません", 60)  # the list is the new year's
    open_row(app, 5)
    app.wait_for("令和９年度　実施状況・実施予定")


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="mado-plan-"))
    profile = folder / "profile"
    prepare(profile, "shimin", "13")
    prepare(folder / "officer")
    with driver.Screen() as screen:
        locked(screen, folder / "officer")
        app = typing(screen, profile)
        try:
            answering(app)
            report(app, "4", "見え消し.pdf", "new item", "abc")
            comparing(app)
            settling(app)
            gathering(app)
            figures(app)
            report(app, "1", "実施状況報告.pdf", "new item", "甲の課の文")
            reading(app, folder)
            forms(app)
            pasting(screen, app)
            cells(app)
            april(app, folder)
        except BaseException:
            print(app.describe(), app.output())
            raise
    shutil.rmtree(folder)
    print("ok")


main()
