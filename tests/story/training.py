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
import visit
from certificates import CONFIRM, Steering, begin, choose, wait_stage
from documents import papers, words
from family import draw_signature
from visit import set_up
from world import driver

PIN_FIELD = "券面事項入力補助用の暗証番号（4桁）"


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

    def start_again(self, before):
        """The same process, another connection to the bus."""
        def fresh():
            tree = self._find()
            return tree if tree and tree.name != before.name else None
        self.tree = driver.wait(fresh, "the program, started again")

    def stop(self, how=None):
        """It ends by itself: what leads out is a button."""


class Running:
    """As subprocess.Popen has it, for a process of somebody else."""

    returncode = None  # nobody here can know it

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


def lay(app, number, shown):
    """Something else onto the reader or before the camera."""
    app.key("ctrl+shift+t")
    app.wait_for("カードリーダーに置く")
    app.key(number)
    app.wait_gone("カードリーダーに置く")
    app.wait_for(shown)


def types_pin(app, pin, tries):
    app.key("ctrl+r")
    app.wait_for(f"残り {tries} 回")
    app.wait_for("【研修用】")
    app.wait_focus(PIN_FIELD)
    app.type(pin)
    app.key("Return")


def reads_a_card(app, pictures):
    """A wrong PIN first: the card counts it, and the bar says so."""
    app.key("ctrl+r")
    app.wait_for("カードリーダーにカードがありません", 20)
    app.key("Escape", "F9")
    lay(app, "1", "暗証番号 1234（残り3回）")
    types_pin(app, "9876", 3)
    app.wait_for("暗証番号が違います。あと2回まちがえるとロックされます。")
    app.key("F9")
    app.wait_for("暗証番号 1234（残り2回）")
    types_pin(app, "1234", 2)
    app.wait_for("研修（カード）")
    pictures("card")
    app.wait_for("暗証番号 1234（残り3回）")
    app.key("alt+a")
    app.field("氏").wait_text("研修")
    app.field("生年月日").wait_text("昭和63年7月12日")
    app.field("住所の市区町村").wait_text("盛岡市")


def certificate(app, pictures):
    """The whole visit: procedure, card, confirmed and signed, accepted; a slip and a document on paper."""
    keys = Steering(app)
    begin(keys, "301", "1")
    reads_a_card(app, pictures)
    app.field("世帯全員・一部").focus()
    choose(keys, "世帯全員・一部", "2", leave="ctrl+Return")
    wait_stage(app, CONFIRM)
    keys.key("ctrl+Return")
    app.wait_for("ここにご署名ください")
    assert sum(node.name == "研修モード" for node in app.nodes()) == 2, "the visitor's screen says so too"
    draw_signature(app)
    button = app.button("まちがいありません")
    driver.wait(lambda: button.enabled, "a signature")
    pictures("visitor")
    button.press()
    app.wait_for("研修　花子さんの証明書です")
    keys.key("ctrl+s")
    app.wait_for("書類を発行する")
    keys.key("ctrl+Return")
    app.wait_for("として発行し、保存して印刷しました")
    (document,) = papers(app.profile)
    assert "受付票" in words(document)
    every_page_is_marked(document)
    pictures("issued")
    app.key("alt+Left")
    wait_stage(app, CONFIRM)
    app.key("F8")
    app.wait_focus("検索", 30)
    (slip,) = (app.profile / "paper").glob("slip-*.pdf")
    every_page_is_marked(slip)


def shows_a_slip(app, pictures):
    """What was printed, before the camera: the same case opens."""
    app.key("F4")
    app.wait_for("カメラの前に何もありません")
    app.key("F9")
    lay(app, "6", "カメラ：最後に印刷した手続き一覧")
    app.key("F4")
    app.wait_for("301　証明書", 30)
    app.wait_for("研修　花子")
    pictures("slip")
    app.key("alt+Left")
    app.wait_focus("検索")


def shows_what_was_filled_in_at_home(app, pictures):
    """A family's names on a slip of its own: a new visit, looked at before anything is written."""
    lay(app, "7", "カメラ：自宅で記入した申込み")
    app.key("F4")
    app.wait_for("研修　蓮", 30)
    pictures("home")
    app.key("alt+Left")
    app.wait_focus("検索")


def shows_a_paper(app, pictures):
    """A family's 転出証明書, read as from any camera."""
    lay(app, "8", "カメラ：転出証明書")
    visit.begin(app, "1", "世帯")
    app.key("F4")
    app.wait_for("確かに読めた項目を取り込みます", 120)
    assert app.has("転出証明書") and not app.has("種類のわからない書類")
    pictures("paper")
    app.key("alt+a")
    driver.wait(lambda: app.field("生年月日 1行目").text == "昭和63年7月12日", "the first of the family")
    assert app.field("続柄 4行目").text == "子"
    app.key("Escape")
    app.key("alt+Left")
    app.wait_focus("検索")


def begins_afresh(app, pictures):
    """Asked before; then nothing is left, and the program is there again, as new."""
    app.key("ctrl+shift+t")
    app.button("研修データを消して始める…").press()
    app.button("消さない").press()
    app.wait_gone("消さない")
    app.button("研修データを消して始める…").press()
    app.wait_for("この研修の受付、手続き一覧、暗証番号の回数がすべて消えます。")
    pictures("afresh")
    before = app.tree
    app.button("消して始める").press()
    app.start_again(before)
    app.wait_focus("職員番号")
    assert {path.name for path in app.profile.iterdir()} == {"training.ini", "preferences.ini"}, list(app.profile.iterdir())
    app.wait_for("カードリーダー：カードなし")


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
                certificate(app, pictures)
                shows_a_slip(app, pictures)
                shows_what_was_filled_in_at_home(app, pictures)
                shows_a_paper(app, pictures)
                is_a_world_of_its_own(app)
                begins_afresh(app, pictures)
                app.button("研修を終わる").press()
                driver.wait(lambda: app.process.poll() is not None, "the end of training")
                assert "CRITICAL" not in real.output(), real.output()
            except BaseException:
                print(app.describe())
                raise
        assert contents(profile) == before, "training changed something of the real place"
    print("ok")


main()
