#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same under a real input method: ibus with Mozc. Exit status 77 and a reason where it cannot run.

Mozc's server does not work for root, so as root this starts itself again as nobody."""
import os
import pathlib
import shutil
import subprocess
import sys

import im_steps as steps
import mado_driver as driver

MODULE = "/usr/lib/*/gtk-4.0/4.0.0/immodules/libim-ibus.so"
CONFIG = """engines { name: "mozc-jp" longname: "Mozc" layout: "default" layout_variant: "" layout_option: "" rank: 80 }
active_on_launch: True
"""


def skip(reason):
    print("SKIP:", reason)
    sys.exit(77)


def not_as_root():
    if os.geteuid() != 0 or driver.inside_session():
        return
    if not shutil.which("setpriv"):
        skip("Mozc does not run as root, and there is no setpriv to be another")
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    if subprocess.run([*nobody, "test", "-r", __file__, "-a", "-x", str(driver.BUILD / "src/app/madoguchi")], check=False).returncode:
        skip("Mozc does not run as root, and nobody may not read the build folder")
    os.execvp("setpriv", [*nobody, "env", "PYTHONDONTWRITEBYTECODE=1", "/usr/bin/python3", *sys.argv])


def current_engine():
    return subprocess.run(["ibus", "engine"], capture_output=True, text=True, check=False).stdout.strip()


def choose(engine):
    subprocess.run(["ibus", "engine", engine], capture_output=True, check=False)
    return current_engine() == engine


def start_ibus():
    folder = pathlib.Path(os.environ["HOME"]) / ".config/mozc"
    folder.mkdir(parents=True)
    (folder / "ibus_config.textproto").write_text(CONFIG)
    daemon = subprocess.Popen(["ibus-daemon", "--panel", "disable", "--config", "disable", "--emoji-extension", "disable"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        driver.wait(lambda: choose("mozc-jp"), "Mozc")
    except driver.Missing as e:
        daemon.terminate()
        skip(str(e))
    return daemon


def walk(screen, profile):
    with screen.start(profile, env={"GTK_IM_MODULE": "gtk-im-context-simple"}) as app:
        steps.first_run(app)
    with screen.start(profile, env={"GTK_IM_MODULE": "ibus"}) as app:
        choose("mozc-jp")
        steps.enter(app)
        steps.own_keys(app, "ヤマダ", cancel=("Escape", "Escape"))
        steps.open_household(app, ticket_keys=("1", "0", "7", "Return", "Return"))
        steps.reading_is_proposed(app, "toukyou", "東京", "トウキョウ")  # a word whose first candidate is sure
        app.field(steps.FAMILY).focus()
        app.key("End")
        app.type("shio")
        app.scan(steps.CODE)
        steps.read(app)
        steps.no_code_in(app)


def main():
    missing = [p for p in ("ibus-daemon", "ibus") if not shutil.which(p)]
    if missing or not list(pathlib.Path("/").glob(MODULE[1:])) or not pathlib.Path("/usr/lib/mozc/mozc_server").exists():
        skip("ibus, its module for GTK 4 or Mozc is not installed")
    not_as_root()
    driver.in_session()
    with driver.Screen() as screen, driver.fresh_profile() as profile:
        daemon = start_ibus()
        try:
            walk(screen, profile)
        finally:
            daemon.terminate()
            daemon.wait()
    print("ok")


main()
