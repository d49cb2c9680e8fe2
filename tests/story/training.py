#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Story 7: a new clerk practises. Training mode opens from the real program, has nothing of it, leaves nothing in it, and
marks every page."""
import hashlib
import os
import pathlib
import subprocess
import tempfile

import world  # noqa: F401  pylint: disable=unused-import
from documents import accepted_case, papers, words
from certificates import Steering
from visit import set_up
from world import driver


class Practice(driver.App):
    """The program that the real one started."""

    def __init__(self, real, profile):
        self.bus, self.log = real.bus, real.log
        self.profile = profile
        self.process = driver.wait(lambda: self.child_of(real.process.pid), "the program in training")
        self.tree = driver.wait(self._find, "its window")

    @staticmethod
    def child_of(parent):
        out = subprocess.run(["pgrep", "-P", str(parent), "-f", "--", "--training"], capture_output=True, text=True, check=False).stdout
        return Running(int(out.split()[0])) if out.split() else None

    def stop(self, how=None):
        """It ends by itself: what leads out is a button."""


class Running:
    """As subprocess.Popen has it, for a process of somebody else."""

    def __init__(self, pid):
        self.pid = pid

    def poll(self):
        return None if pathlib.Path(f"/proc/{self.pid}/exe").exists() else 0


def contents(folder):
    """What every file of the real place holds; training lies in a folder of its own."""
    return {path.relative_to(folder): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file() and "training" not in path.relative_to(folder).parts}


def pages(path):
    """The text of each page by itself."""
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    return text.rstrip("\f").split("\f")


def every_page_is_marked(path):
    for page in pages(path):
        flat = "".join(page.split())
        assert flat.count("研修用") >= 2 and flat.count("この紙は手続きに使えません") == 2, page


def sign_in(app):
    app.wait_focus("職員番号")
    app.type("a0001")
    app.key("Return")
    app.wait_focus("パスワード")
    app.type("right horse")
    app.key("Return")
    app.wait_for("研修では、上に書いてある職員番号とパスワードでサインインしてください。")
    app.field("職員番号").type("9001")
    app.key("Return")
    app.wait_focus("パスワード")
    app.type("renshu")
    app.key("Return")
    app.wait_for("今日の受付はまだありません", 30)


def is_a_world_of_its_own(app):
    maps = pathlib.Path(f"/proc/{app.process.pid}/maps").read_text(encoding="utf-8")
    assert "libmado-client" not in maps, "the module that talks to a server was loaded"
    facts = (app.profile / "profile.ini").read_text(encoding="utf-8")
    assert "city=000000" in facts and "server=\n" in facts, facts
    assert app.tree.read().children[0].name.endswith("研修 - 窓口"), app.tree.read().children[0].name


def another_is_refused(folder):
    """A real program over the folder of training, and a second training over the same."""
    program = str(driver.BUILD / "src/app/madoguchi")
    for args, code, reason in ((["--profile", folder], 1, "研修モードのものです"),
                               (["--training", "--profile", folder.parent], 3, "ほかの研修モード")):
        ended = subprocess.run([program, *args], capture_output=True, text=True, check=False)
        assert ended.returncode == code and reason in ended.stderr, (args, ended)


def issues_a_document(app, pictures):
    keys = Steering(app)
    accepted_case(keys, "301")
    keys.key("ctrl+s")
    app.wait_for("書類を発行する")
    keys.key("ctrl+Return")
    app.wait_for("として発行し、保存して印刷しました")
    pictures("issued")
    (paper,) = papers(app.profile)
    assert "受付票" in words(paper)
    every_page_is_marked(paper)


def main():
    driver.in_session()
    with tempfile.TemporaryDirectory(prefix="mado-training-") as name, driver.Screen() as screen, driver.fresh_profile() as profile:
        folder = pathlib.Path(os.environ.get("MADO_STORY_PICTURES", name))
        folder.mkdir(parents=True, exist_ok=True)

        def pictures(what):
            screen.shot(folder / f"training-{what}.png")

        with screen.start(profile) as real:
            set_up(real)
            real.key("ctrl+shift+t")
            app = Practice(real, profile / "training")
            try:
                app.wait_for("研修モード")
                real.process.terminate()
                real.process.wait(20)
                before = contents(profile)
                app.activate()
                sign_in(app)
                is_a_world_of_its_own(app)
                another_is_refused(app.profile)
                issues_a_document(app, pictures)
                app.button("研修を終わる").press()
                driver.wait(lambda: app.process.poll() is not None, "the end of training")
            except BaseException:
                print(app.describe())
                raise
        assert contents(profile) == before, "training changed something of the real place"
    print("ok")


main()
