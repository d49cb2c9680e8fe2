#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Typing under an input method (im-stub): what belongs to it while it composes, what becomes of a text that is left half
composed, scans with it on, ten-key and full-width digits. im.py PART ..."""
import os
import sys

import im_steps as steps
import mado_driver as driver

driver.in_session()


def start(screen, profile, **how):
    env = {"GTK_IM_MODULE": "mado-stub", "GTK_PATH": str(driver.BUILD / "tests/app/im-stub")}
    return screen.start(profile, env=env | how)


def toggle(app):
    app.key("ctrl+backslash")


# --- parts -----------------------------------------------------------------------------------------------------

def typing(screen, profile):
    """A slow method: order of keys, keys that are its own, number fields, ten-key, dates."""
    with start(screen, profile, MADO_IM_STUB_SLOW="1") as app:
        steps.enter(app)
        steps.keeps_the_order(app)
        toggle(app)
        steps.own_keys(app, "ヤマダ")
        steps.open_household(app, ticket_keys=("1", "0", "7", "Return", "Return"))
        steps.reading_is_proposed(app)
        toggle(app)
        steps.ten_key_and_dates(app)
        toggle(app)
        steps.full_width_numbers(app)
        steps.scans_under_a_preedit(app)


def leaving(screen, profile):
    """A field is left with a text half composed; the method writes it, drops it, or writes it later."""
    for i, how in enumerate(("commit", "drop", "late")):
        with start(screen, profile, MADO_IM_STUB="on", MADO_IM_STUB_LEAVE=how) as app:
            steps.enter(app)
            steps.open_household(app, ticket_keys=(str(i + 1), "Return", "Return"))
            steps.left_half_composed(app)


def ahead(screen, profile):
    """The method has the keys before the program sees them, as on Wayland."""
    fifo = profile / "orders"
    os.mkfifo(fifo)

    def order(text):
        with open(fifo, "w", encoding="utf-8") as f:
            f.write(text + "\n")
    with start(screen, profile, MADO_IM_STUB_FIFO=str(fifo)) as app:
        steps.enter(app)
        steps.composed_scans(app, order)


PARTS = {f.__name__: f for f in (typing, leaving, ahead)}


def main():
    names = sys.argv[1:] or PARTS
    with driver.Screen() as screen, driver.fresh_profile() as profile:
        with start(screen, profile) as app:
            steps.first_run(app)
        for name in names:
            PARTS[name](screen, profile)
    print("ok")


main()
