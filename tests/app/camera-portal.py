#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The camera page with cameras by the portal (a PipeWire of the test's own, see tests/device/camera_stage.py): refused, two
cameras, the choice and the mirror remembered, one unplugged and plugged in again.

camera-portal.py [PICTURE FOLDER]"""
import pathlib
import sys

import mado_driver as driver

driver.in_session()
sys.path.insert(0, str(driver.ROOT / "tests/device"))
import camera_stage  # noqa: E402

PICTURES = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else None
HOLD = "コードをカメラの前にかざしてください"
GONE = "カメラがつながっていません"


def shot(screen, name):
    if PICTURES:
        screen.shot(PICTURES / (name + ".png"))


def set_up(app):
    app.wait_for("この窓口を登録する")
    app.field("職員番号").type("a0001")
    app.field("パスワード").type("right horse")
    app.button("サーバーなしで使う").press()
    app.wait_for("今日の受付はまだありません", 30)


def refused(app, screen, stage):
    with stage.portal("deny"):
        app.key("F4")
        app.wait_for("カメラの使用が許可されませんでした", 30)
        app.wait_for("F4 ファイルから")
        shot(screen, "refused")
        app.key("Escape")
        app.wait_for("今日の受付はまだありません")


def asked(app, stage):
    """While the question is open the desk works on, and is not asked twice."""
    with stage.portal("silent") as portal:
        app.key("F4")
        app.wait_for("カメラを探しています", 30)
        driver.wait(lambda: portal.log() == ["AccessCamera"], "the question", 30)
        app.key("F4", "ctrl+comma")
        app.wait_for("目隠しまでの分数")
        app.key("alt+Left")
        app.wait_for("今日の受付はまだありません")
        assert portal.log() == ["AccessCamera"], portal.log()
    driver.wait(lambda: not app.has("カメラを探しています"), "the end of the question", 30)
    app.wait_for("カメラの使用を求められません")  # the portal went away
    app.key("Escape")
    app.wait_for("今日の受付はまだありません")


def buttons(app):
    return [t for t in app.texts() if t.endswith("Camera") and t[:1].isdigit()]


def two(app, screen, stage, preferences):
    with stage.portal("grant"), stage.camera("CounterCamera", code="MG1:NOT-OURS"):
        with stage.camera("DocumentCamera", width=1280, height=720):
            app.key("F4")
            app.wait_for(HOLD, 30)
            driver.wait(lambda: len(buttons(app)) == 2, "both cameras", 30)
            number = {b[2:]: b[:1] for b in buttons(app)}
            app.key(number["CounterCamera"])
            driver.wait(lambda: app.button("F9 了解").enabled, "the sentence about the code", 30)
            shot(screen, "code")
            app.key("F9", number["DocumentCamera"], "m")
            app.wait_for("M: 元の向き")
            driver.wait(lambda: "camera=portal:DocumentCamera" in preferences.read_text(encoding="utf-8"), "the choice is kept", 30)
            driver.wait(lambda: "camera-mirror=yes" in preferences.read_text(encoding="utf-8"), "the mirror is kept", 30)
            driver.wait(lambda: stage.is_read_from("DocumentCamera"), "the second camera at work", 30)
        app.wait_for(GONE, 30)
        driver.wait(lambda: len(buttons(app)) == 1, "one camera left", 30)
        shot(screen, "unplugged")
        with stage.camera("DocumentCamera", width=1280, height=720):
            driver.wait(lambda: stage.is_read_from("DocumentCamera"), "the camera at work again", 30)
            app.wait_for(HOLD, 30)
            assert not app.has(GONE)
            app.key("Escape")
            app.wait_for("今日の受付はまだありません")
            driver.wait(lambda: not stage.is_read_from("DocumentCamera"), "the camera is let go", 30)
            app.key("F4")
            app.wait_for("M: 元の向き", 30)
            driver.wait(lambda: stage.is_read_from("DocumentCamera"), "the remembered camera at work", 30)
            shot(screen, "remembered")
            app.key("m", "Escape")
            app.wait_for("今日の受付はまだありません")
        assert "camera-mirror=no" in preferences.read_text(encoding="utf-8")


def main():
    with camera_stage.Stage() as stage, driver.fresh_profile() as profile:
        preferences = pathlib.Path(profile) / "preferences.ini"
        preferences.write_text("[counter]\ncamera=portal:\n", encoding="utf-8")
        with driver.Screen() as screen, screen.start(profile) as app:
            set_up(app)
            refused(app, screen, stage)
            asked(app, stage)
            two(app, screen, stage, preferences)
    print("ok")


main()
