#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the server did not accept is told in the foot line and listed with case, reason and what to do."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import mado_driver as driver

driver.in_session()


def prepare(folder):
    subprocess.run([str(driver.BUILD / "bench/app-profile"), str(folder), "12", os.environ["MADO_PACK_DIR"]], check=True)
    subprocess.run([sys.argv[1], str(folder), "denied", "ticket-expired", "from-tomorrow"], check=True)


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="mado-refused-"))
    profile = folder / "profile"
    prepare(profile)
    with driver.Screen() as screen, screen.start(profile, "--session-key", str(profile / "session.key")) as app:
        app.wait_for("受付中")
        app.wait_for("サーバーが3件の変更を受け付けませんでした")
        driver.wait(lambda: app.button("F7 受付不可").enabled, "the key")
        app.key("F7")
        app.wait_for("なくなったものはありません")
        app.wait_for("ほかの課の部分か、担当外の内容です")
        app.wait_for("監督者に受け付けてもらうか")
        app.wait_for("サーバーなしで仕事ができる期間のあとに書かれました")
        app.wait_for("システム管理者に連絡してください")  # a reason that this program does not know
        if len(sys.argv) > 2:
            screen.shot(sys.argv[2])
        app.key("Return")
        app.wait_gone("なくなったものはありません")  # the case is open
        app.key("alt+Left")
        app.wait_for("受付中")
        app.key("F7")
        app.wait_for("なくなったものはありません")
        app.key("Escape")
        app.wait_for("受付中")
    shutil.rmtree(folder)
    print("ok")


main()
