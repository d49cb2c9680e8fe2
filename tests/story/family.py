#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Story 1: a family of four moves in. Two desktops and a server, driven through the accessibility interface."""
import datetime

import world
from world import driver

NAMES = [("𠮷田", "健一", "ヨシダ", "ケンイチ", "S63.7.12", "1", "1", "1"),
         ("𠮷田", "﨑子", "ヨシダ", "サキコ", "H2.2.3", "2", "2", "1"),
         ("𠮷田", "一郎", "ヨシダ", "イチロウ", "H29.9.1", "1", "4", "3"),
         ("𠮷田", "花", "ヨシダ", "ハナ", "R3.11.20", "2", "4", "3")]


class Keys:
    """Counts what the clerk's hands do."""

    def __init__(self, app):
        self.app, self.keys, self.clicks, self.scans = app, 0, 0, 0

    def key(self, *names):
        self.keys += len(names)
        self.app.key(*names)

    def type(self, text):
        self.keys += len(text)
        self.app.type(text)

    def enter(self, text):
        """A field filled and left."""
        if text and not text.isascii():
            driver.wait(self.app.focused, "a focus").set(text)
            self.keys += 2 * len(text)  # as many as an input method wants at the least
        elif text:
            self.type(text)
        self.key("Return")


def stage(app, title):
    driver.wait(lambda: any(n.name == title and n.getState().contains(driver.pyatspi.STATE_SELECTED) for n in app.nodes()),
                f"the stage “{title}”")
