#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks the screens of the frame and leaves a picture of each (see shots.sh)."""
import pathlib
import shutil
import subprocess
import sys

import mado_driver as driver

driver.in_session()
BUILD, OUT = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
PACK = driver.ROOT / "data/city"


def seeded(n):
    folder = OUT / f".profile-{n}"
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([str(BUILD / "bench/app-profile"), str(folder), str(n), str(PACK)], check=True)
    return folder


def appearance(profile, name):
    (profile / "preferences.ini").write_text(f"[counter]\nappearance={name}\nwindow=3\n", encoding="utf-8")


def walk(screen, size, look, profile):
    def shot(name):
        screen.shot(OUT / f"{name}-{size}-{look}.png")

    appearance(profile, look)
    with screen.start(profile, "--session-key", str(profile / "session.key")) as app:
        app.activate()
        app.key("super+Up")
        app.wait_for("受付中")
        shot("list")
        app.key("ctrl+Return")
        app.wait_for("受付の段階")
        shot("case")
        app.key("alt+Left")
        app.wait_for("受付中")
        app.wait_focus("検索")
        app.type("hayashi")
        app.wait_for("ありません")
        shot("nothing-found")
        app.key("Escape")
        app.scan("MG1:NOT-OURS")
        driver.wait(lambda: app.button("F9 了解").enabled, "the sentence about the code")
        shot("message")
        app.key("F9", "ctrl+comma")
        app.wait_for("スキャナー")
        shot("preferences")
        app.key("Escape", "F1")
        app.wait_for("はじめの一歩")
        shot("help")
        app.key("Escape")
        app.wait_gone("はじめの一歩")
        app.wait_focus("検索")
        app.key("F12")
        app.wait_for("目隠し中")
        shot("curtain")


def sign_in(screen, size, look, profile):
    appearance(profile, look)
    with screen.start(profile) as app:
        app.wait_focus("職員番号")
        app.type("a0001")
        app.key("Return")
        app.type("not the password")
        app.key("Return")
        app.wait_for("ちがいます")
        screen.shot(OUT / f"sign-in-{size}-{look}.png")


def first_run(screen, size):
    with driver.fresh_profile() as profile, screen.start(profile) as app:
        app.wait_for("この窓口を登録する")
        app.button("この窓口を登録する").press()
        app.wait_for("入力してください")
        screen.shot(OUT / f"first-run-{size}.png")


def gallery(screen, look):
    p = subprocess.Popen([str(BUILD / "tests/app/app-gallery"), "--" + look])
    driver.wait(lambda: subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(p.pid)],
                                       capture_output=True, check=False).stdout, "the gallery")
    driver.wait(lambda: any(a and a.get_process_id() == p.pid for a in driver.pyatspi.Registry.getDesktop(0)), "the gallery")
    screen.shot(OUT / f"fields-{look}.png")
    p.terminate()
    p.wait()


def main():
    profile = seeded(60)
    for width, height in ((1366, 768), (1920, 1080)):
        with driver.Screen(width, height) as screen:
            first_run(screen, width)
            for look in ("light", "dark"):
                walk(screen, width, look, profile)
                sign_in(screen, width, look, profile)
                if width == 1366:
                    gallery(screen, look)
    shutil.rmtree(profile)
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT}")


main()
