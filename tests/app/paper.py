#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A 転出証明書 on the clipboard, as a camera saw it: the household stands beside the fields, what was read with certainty is
taken by one key, what is doubtful only by itself, 個人番号 nowhere.

paper.py SPECIMEN [PICTURE FOLDER]"""
import pathlib
import re
import subprocess
import sys
import tempfile

import mado_driver as driver

driver.in_session()
from visit import begin, set_up, stage  # noqa: E402  pylint: disable=wrong-import-position

SPECIMEN = sys.argv[1]
PICTURES = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
SEED = "2"  # four persons


def draw(path):
    out = subprocess.run([SPECIMEN, "tenshutsu", SEED, path, "photo"], capture_output=True, text=True, check=True).stdout
    return {(key, person): value for key, person, value in (line.split("\t") for line in out.splitlines())}


def read(app, screen, path):
    screen.clipboard(path)
    app.key("F4")
    app.wait_for("確かに読めた項目を取り込みます", 120)


def shot(screen, name):
    if PICTURES:
        screen.shot(PICTURES / f"{name}.png")


def no_number_is_seen(app):
    for text in app.texts():
        assert not re.search(r"[0-9０-９]{4}[ 　]?[0-9０-９]{4}[ 　]?[0-9０-９]{4}", text), text


def lines(app):
    """What is proposed and not yet taken or refused."""
    return [node.name for node in app.nodes() if node.name.endswith(" を取る")]


def takes_what_is_certain(app, screen, paper):
    shot(screen, "paper-proposals")
    no_number_is_seen(app)
    assert app.field("氏 1行目").text == "", "nothing is written before it is taken"
    proposed = len(lines(app))
    app.key("alt+a")
    driver.wait(lambda: app.field("生年月日 1行目").text != "", "the first birth date")
    shot(screen, "paper-taken")
    left = len(lines(app))
    assert 0 < left < proposed, f"{left} of {proposed}: what is doubtful is not taken along"


def everybody_is_there(app, paper):
    """Each person of the sheet has a line of the household, with what is that person's."""
    persons = sorted({person for _, person in paper if person != "-"})
    assert len(persons) > 2, "a sheet of a family"
    for person in persons:
        year, month, day = (int(part) for part in paper["birth", person].split("-"))
        text = app.field(f"生年月日 {int(person) + 1}行目").text
        assert text.endswith(f"{month}月{day}日") and any(f"（{year}）" in note for note in app.texts()), (text, paper["birth", person])
        assert app.field(f"続柄 {int(person) + 1}行目").text == paper["relation", person]


def esc_takes_nothing(app, screen, path):
    read(app, screen, path)
    app.field("氏 2行目")  # lines for the others of the sheet
    app.key("Escape")
    app.wait_gone("確かに読めた項目を取り込みます")
    driver.wait(lambda: not any(node.name == "氏 2行目" and node.is_editable for node in app.nodes()), "no line of nobody")
    assert app.field("生年月日 1行目").text == ""


def doubts_one_by_one(app):
    """By the keyboard: the focus stands on the first, and goes on to the next."""
    while left := lines(app):
        app.wait_focus(left[0])
        app.key("space")
        driver.wait(lambda n=len(left): len(lines(app)) < n, f"{left[0]} taken")


def a_card_from_a_picture(app, screen, folder):
    """The front of a licence: its holder, nothing taken by itself, its number nowhere."""
    picture = folder / "card.png"
    subprocess.run([SPECIMEN, "menkyo", "1", picture, "photo"], capture_output=True, check=True)
    read(app, screen, picture)
    assert any(text == "運転免許証" for text in app.texts()), "the kind of the card"
    assert any("1958" in text or "昭和33年" in text for text in app.texts()), "the birth date of its holder"
    no_number_is_seen(app)
    shot(screen, "paper-card")
    app.key("Escape")
    app.wait_gone("確かに読めた項目を取り込みます")
    assert app.field("生年月日 1行目").text == ""


def what_is_no_paper(app, screen, folder):
    blank = folder / "blank.png"
    subprocess.run(["convert", "-size", "900x1200", "xc:white", blank], check=True)
    screen.clipboard(blank)
    app.key("F4")
    app.wait_for("写真の中に読み取れる書類が見つかりません", 90)
    app.key("F9")


def main():
    with tempfile.TemporaryDirectory() as name, driver.Screen() as screen, driver.fresh_profile() as profile, \
            screen.start(profile) as app:
        folder = pathlib.Path(name)
        picture = folder / "paper.png"
        paper = draw(picture)
        set_up(app)
        begin(app, "1", "世帯")
        what_is_no_paper(app, screen, folder)
        a_card_from_a_picture(app, screen, folder)
        esc_takes_nothing(app, screen, picture)
        read(app, screen, picture)
        takes_what_is_certain(app, screen, paper)
        doubts_one_by_one(app)
        everybody_is_there(app, paper)
        app.wait_gone("確かに読めた項目を取り込みます")
        app.key("ctrl+Return")
        driver.wait(lambda: stage(app) != "世帯", "the next stage")
        shot(screen, "paper-case")
        for part in ("都道府県", "市区町村", "町名"):
            driver.wait(lambda p=part: (text := app.field(f"これまでの住所の{p}").text) and text in paper["old_address", "-"], part)
    print("ok")


main()
