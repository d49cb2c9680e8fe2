#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Story 6: a document that the city issues itself: numbered, with a code that the server confirms, issued again, withdrawn; and
what a desk says of its code when the server is away."""
import json
import os
import pathlib
import re
import subprocess
import sys

import world
from certificates import CONFIRM, NAME, POSTAL, BIRTH, BLOCK, Steering, begin, choose, go, sign, wait_link, wait_stage
from world import driver

sys.path.insert(0, str(driver.ROOT / "tests/ctl"))
import pdf_specimens as specimens  # noqa: E402


def accepted_case(keys, ticket):
    """One 住民票 by the person himself, accepted and not handed over yet."""
    begin(keys, ticket, "1")
    go(keys, "来庁者の氏名", NAME)
    choose(keys, "本人確認書類", "2")
    go(keys, "生年月日", BIRTH)
    go(keys, "住所の郵便番号", POSTAL)
    go(keys, "住所の番地", BLOCK)
    choose(keys, "世帯全員・一部", "2", leave="ctrl+Return")
    wait_stage(keys.app, CONFIRM)
    sign(keys)
    keys.app.wait_for(f"{NAME}さんの証明書です")


def papers(profile):
    return sorted((profile / "paper").glob("*.pdf"))


def printed_code(path):
    """What a scanner reads on the paper."""
    picture = path.with_suffix(".png")
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", path, path.with_suffix("")], check=True)
    read = subprocess.run([world.CTL, "qr", "decode", picture], capture_output=True, text=True, check=True).stdout
    picture.unlink()
    texts = [bytes.fromhex(text).decode() for text in read.strip().split("\t")[2].split()]
    return next(text for text in texts if text.startswith("MD1:"))


def words(path):
    return re.sub(r"\s", "", subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout)


def issue(keys, profile, pictures):
    app = keys.app
    keys.key("ctrl+s")
    app.wait_for("書類を発行する")
    app.wait_for("ここでは発行しません")
    assert app.field("宛名").text == NAME and app.field("通数").text == "1"
    pictures("choose")
    keys.key("ctrl+Return")
    app.wait_for("R8-1-0001 として発行し、保存して印刷しました")
    driver.wait(lambda: any("R8-1-0001" in t and "受付票" in t for t in app.texts()), "the document in the list")
    pictures("issued")
    (paper,) = papers(profile)
    text = words(paper)
    for word in ("受付票", "第R8-1-0001号", NAME.replace("　", "") + "様", "住民票の写し等の交付請求", "証明書ではありません"):
        assert word in text, (word, text)
    return printed_code(paper)


def again(keys, profile, pictures):
    """With a reason, and only with one."""
    app = keys.app
    keys.key("ctrl+e")
    app.wait_focus("理由")
    keys.key("ctrl+Return")
    app.wait_for("理由を入力してください")
    app.field("理由").set("宛名をまちがえた")
    pictures("again")
    keys.key("ctrl+Return")
    app.wait_for("R8-1-0002 として発行し")
    app.wait_for("R8-1-0002 で再発行済")
    app.wait_for("理由: 宛名をまちがえた")
    newest = papers(profile)[-1]
    assert "再発行（第R8-1-0001号に代わるもの）" in words(newest), words(newest)
    return printed_code(newest)


def scan(app, code, *texts):
    app.scan(code)
    for text in texts:
        app.wait_for(text, 30)


def certificate(path, *lines):
    """As the core system's certificate would be: text in a font that is not embedded."""
    rows = [b"BT /J 12 Tf 20 %d Td <%s> Tj ET" % (360 - 30 * n, line.encode("cp932").hex().encode()) for n, line in enumerate(lines)]
    path.write_bytes(specimens.page(b"\n".join(rows), box=b"0 0 400 400"))
    return path


def open_certificate(keys, path):
    """F4, then the path into the dialog, as a person may type it."""
    app = keys.app
    keys.key("F4")
    app.wait_for("PDF文書")
    keys.type(str(path))
    keys.key("Return")


def hand_over(keys, folder, pictures):
    """The certificate beside the request: 本籍 is on it though nobody asked; it is told, recorded, and not decided."""
    app = keys.app
    wrong = certificate(folder / "certificate.pdf", "住民票", "氏　名　佐藤　花子", "生年月日　昭和60年4月1日", "本　籍　汐見市本町1番地", "続　柄　省略")
    keys.key("alt+Left")
    wait_stage(app, CONFIRM)
    keys.key("ctrl+b")
    app.wait_for("請求された内容")
    open_certificate(keys, wrong)
    app.wait_for("「本籍」が証明書に載っています。請求されていません。", 30)
    app.wait_for("ちがっているところがあります")
    assert not any("☑" in t for t in app.texts()), "ticked by itself"
    pictures("handover")
    keys.key("ctrl+Return")
    app.wait_for("まだ確かめていない行があります")
    lines = sum(t.startswith("☐") for t in app.texts())
    assert lines == 8, app.texts()
    for n in range(lines):
        keys.key("Return")
        driver.wait(lambda: sum(t.startswith("☑") for t in app.texts()) == n + 1, f"{n + 1} ticks")
    assert app.field("渡した相手").text == NAME
    pictures("handover-ticked")
    keys.key("ctrl+Return")
    app.wait_focus("検索")
    driver.wait(lambda: any(NAME in t and "終了" in t for t in app.texts()), "the finished case in the list")


def check(city, profile, code):
    secret = city.folder / "password"
    secret.write_text(city.accounts["shimin-1"])
    out = subprocess.run([world.CTL, "document", "check", code, "--profile", profile, "--staff", "shimin-1", "--password-file", secret],
                         capture_output=True, text=True, check=False)
    secret.unlink()
    return out.returncode, json.loads(out.stdout) if out.stdout else out.stderr


def story(app, city, profile, pictures):
    keys = Steering(app)
    wait_link(app, "送信済み")
    accepted_case(keys, "301")
    first = issue(keys, profile, pictures)
    wait_link(app, "送信済み")
    scan(app, first, "受付票、第R8-1-0001号", "本物で、有効です")
    pictures("genuine")

    keys.key("F8")
    app.wait_for("R8-1-0001")
    keys.key("alt+Left")
    app.wait_focus("検索")
    scan(app, first, "本物で、有効です")

    second = again(keys, profile, pictures)
    wait_link(app, "送信済み")
    scan(app, first, "もう有効ではありません。R8-1-0002 として再発行されています")
    pictures("replaced")

    city.stop_server()
    wait_link(app, "つながっていません")
    scan(app, second, "封印だけを確かめました")
    pictures("seal-only")
    city.start_server()
    wait_link(app, "送信済み")

    scan(app, second, "本物で、有効です")
    keys.key("ctrl+Delete")
    app.wait_focus("理由")
    app.field("理由").set("内容にまちがいがあった")
    keys.key("ctrl+Return")
    app.wait_for("取り消して保存しました")
    wait_link(app, "送信済み")
    scan(app, second, "取り消されています")
    scan(app, second[:60] + "AA" + second[62:], "コードが傷んでいます")

    hand_over(keys, city.folder, pictures)
    scan(app, second, "交付: 住民票の写し等の交付請求", "指摘されていたこと: 「本籍」が証明書に載っています。")
    pictures("handed-over")
    return first, second


def main():
    driver.in_session()
    with world.World() as city, driver.Screen() as screen:
        profile = city.desk("shimin", "shimin-1", "1番窓口")
        folder = pathlib.Path(os.environ.get("MADO_STORY_PICTURES", city.folder / "pictures"))
        folder.mkdir(parents=True, exist_ok=True)

        def pictures(name):
            screen.shot(folder / f"documents-{name}.png")

        with screen.start(profile) as app:
            city.sign_in(app, "shimin-1")
            try:
                first, second = story(app, city, profile, pictures)
            except BaseException:
                pictures("last")
                raise
        status, said = check(city, profile, first)
        assert (status, said["state"], said["by"]) == (1, "replaced", "R8-1-0002"), (status, said)
        status, said = check(city, profile, second)
        assert (status, said["state"]) == (1, "withdrawn"), (status, said)
        city.stop_server()
        status, said = check(city, profile, second)
        assert (status, said["state"], said["seal"]) == (3, "not-asked", "good"), (status, said)


if __name__ == "__main__":
    main()
