# SPDX-License-Identifier: GPL-3.0-or-later
"""A new visit on a desktop without a server, up to one of its stages."""
import mado_driver as driver


def set_up(app):
    app.wait_for("この窓口を登録する")
    app.field("職員番号").type("a0001")
    app.field("パスワード").type("right horse")
    app.button("サーバーなしで使う").press()
    app.wait_for("今日の受付はまだありません", 30)


def stage(app):
    for node in app.nodes(app.find("受付の段階").node):
        if node.states.contains(driver.pyatspi.STATE_SELECTED):
            return node.name
    return None


def begin(app, event, last):
    """A new visit of that kind, on to its stage @last."""
    app.key("F2")
    app.wait_focus("番号札")
    app.type("107")
    app.key("Return")
    app.type(event)
    for _ in range(8):
        driver.wait(lambda: stage(app), "a stage")
        here = stage(app)
        if here == last:
            return
        app.key("ctrl+Return")
        driver.wait(lambda: stage(app) != here, f"the stage behind {here}")
    raise AssertionError(f"no stage {last}")
