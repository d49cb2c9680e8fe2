#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cameras by the desktop portal: a real PipeWire with real streams in it as cameras; only the portal's D-Bus service is
played (camera_stage.py). Granted, refused, not answered, no portal, no permission, a camera that goes away.

camera-portal.py MADOGUCHI-CTL"""
import os
import signal
import subprocess
import sys

import camera_stage as stage

stage.in_session()
CTL = sys.argv[1]


def ctl(*args, timeout=60):
    return subprocess.run([CTL, "camera", *args], capture_output=True, text=True, timeout=timeout)


def listed(stage_):
    """Two cameras of one make are told apart; a microphone is none."""
    with stage_.camera("CounterCamera"), stage_.camera("CounterCamera"), stage_.camera("DocumentCamera", width=1280, height=720):
        out = stage.wait(lambda: (lambda r: r if r.stdout.count("\n") == 3 else None)(ctl("list", "portal:")), "three cameras")
        assert sorted(out.stdout.splitlines()) == ["CounterCamera", "CounterCamera (2)", "DocumentCamera"], out
    stage.wait(lambda: ctl("list", "portal:").returncode == 1, "no camera any more")
    assert ctl("list", "nonsense").returncode == 2


def read(stage_):
    """A code before a camera behind PipeWire is read; by its name too."""
    with stage_.camera("CounterCamera", code="MG1:BY THE PORTAL"):
        for name in ("portal:", "portal:CounterCamera"):
            out = stage.wait(lambda n=name: (lambda r: r if "code" in r.stdout else None)(ctl("watch", n, "2")), "the code by " + name)
            assert "\tcode\tMG1:BY THE PORTAL\n" in out.stdout and out.returncode == 0, out
        out = ctl("watch", "portal:AnotherCamera", "2")
        assert out.returncode == 1 and "The camera is not there" in out.stderr, out


def refused(stage_):
    """What the person or the administrator says is told in words, and nothing is opened."""
    for answer, words in (("deny", "was not allowed"), ("dismiss", "was not answered"), ("no-remote", "was not allowed"),
                          ("garbage", "does not let the program ask"), ("vanish", "does not let the program ask")):
        with stage_.portal(answer) as portal:
            out = ctl("list", "portal:")
            assert out.returncode == 1 and words in out.stderr and not out.stdout, (answer, out)
            assert portal.log() == ["AccessCamera"] + (["OpenPipeWireRemote"] if answer == "no-remote" else []), (answer, portal.log())
    out = ctl("list", "portal:")  # no portal at all
    assert out.returncode == 1 and "does not let the program ask" in out.stderr, out


def moved(stage_):
    """An old portal chooses the path of its question itself."""
    with stage_.portal("other-path"), stage_.camera("CounterCamera"):
        stage.wait(lambda: ctl("list", "portal:").stdout == "CounterCamera\n", "the camera by an old portal")


def unplugged(stage_):
    """A camera that goes while it is watched is told."""
    with stage_.portal("grant"):
        camera = stage_.camera("CounterCamera")
        with camera:
            stage.wait(lambda: ctl("list", "portal:").stdout == "CounterCamera\n", "the camera")
            watching = subprocess.Popen([CTL, "camera", "watch", "portal:", "60"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            stage.wait(lambda: stage_.is_read_from("CounterCamera"), "the camera at work")
        out, err = watching.communicate(timeout=60)
        assert watching.returncode == 1 and ("The camera" in err), (out, err)


def main():
    os.environ.update(LANG="C.UTF-8", LANGUAGE="en", LC_ALL="C.UTF-8")
    signal.alarm(200)
    with stage.Stage() as stage_:
        refused(stage_)
        moved(stage_)
        unplugged(stage_)
        with stage_.portal("grant"):
            listed(stage_)
            read(stage_)
    print("ok")


main()
