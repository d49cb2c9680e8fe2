#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""F4 with nothing on the clipboard: the camera, here a picture that stands still. A code that is not ours is told, the page
stays; Esc leads back.

camera.py [PICTURE FOLDER]"""
import pathlib
import subprocess
import sys

import mado_driver as driver

driver.in_session()
PICTURES = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else None


def set_up(app):
    app.wait_for("この窓口を登録する")
    app.field("職員番号").type("a0001")
    app.field("パスワード").type("right horse")
    app.button("サーバーなしで使う").press()
    app.wait_for("今日の受付はまだありません", 30)


def draw(path):
    """A code on a desk, as a camera sees it."""
    code = path.with_name("code.png")
    subprocess.run(["qrencode", "-s", "7", "-o", code, "MG1:NOT-OURS"], check=True)
    subprocess.run(["convert", "-size", "1280x720", "xc:#8a8a80", code, "-geometry", "+500+200", "-composite", "-blur", "0x0.8",
                    "-attenuate", "0.3", "+noise", "Gaussian", "-depth", "8", path], check=True)


def main():
    with driver.fresh_profile() as profile:
        picture = pathlib.Path(profile) / "frame.png"
        draw(picture)
        (pathlib.Path(profile) / "preferences.ini").write_text(f"[counter]\ncamera=file:{picture}\n", encoding="utf-8")
        with driver.Screen() as screen, screen.start(profile) as app:
            set_up(app)
            app.key("F4")
            app.wait_for("コードをカメラの前にかざしてください", 30)
            driver.wait(lambda: app.button("F9 了解").enabled, "the sentence about the code", 30)
            app.wait_for("M: 左右反転")
            app.key("m")
            app.wait_for("M: 元の向き")
            if PICTURES:
                screen.shot(PICTURES / "camera.png")
            app.key("F9", "Escape")
            app.wait_for("今日の受付はまだありません")
    print("ok")


main()
