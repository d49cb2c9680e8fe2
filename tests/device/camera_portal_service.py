#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays org.freedesktop.portal.Desktop, as far as cameras go: camera_portal_service.py ANSWER LOG

grant, deny, dismiss: the person's answer · no-remote: granted, then the connection is refused · other-path: the question
has a path of the portal's own · garbage: nonsense instead of a path · vanish: the service ends with the question open ·
silent: the question stays open."""
import os
import socket
import sys

from gi.repository import Gio, GLib

ANSWER, LOG = sys.argv[1:3]
DESKTOP = "/org/freedesktop/portal/desktop"
CAMERA = """<node><interface name="org.freedesktop.portal.Camera">
  <method name="AccessCamera"><arg type="a{sv}" name="options" direction="in"/><arg type="o" name="handle" direction="out"/></method>
  <method name="OpenPipeWireRemote"><arg type="a{sv}" name="options" direction="in"/><arg type="h" name="fd" direction="out"/></method>
  <property name="IsCameraPresent" type="b" access="read"/><property name="version" type="u" access="read"/>
</interface></node>"""
REQUEST = """<node><interface name="org.freedesktop.portal.Request"><method name="Close"/>
  <signal name="Response"><arg type="u"/><arg type="a{sv}"/></signal></interface></node>"""
loop = GLib.MainLoop()


def note(text):
    with open(LOG, "a") as log:
        log.write(text + "\n")


def respond(bus, sender, path):
    code = {"deny": 1, "dismiss": 2}.get(ANSWER, 0)
    bus.emit_signal(sender, path, "org.freedesktop.portal.Request", "Response", GLib.Variant("(ua{sv})", (code, {})))
    return False


def closed(bus, sender, path, interface, method, parameters, invocation):
    note("Close")
    invocation.return_value(None)


def access(bus, sender, parameters, invocation):
    options = parameters.unpack()[0]
    token = "of_the_portal" if ANSWER == "other-path" else options["handle_token"]
    path = f"{DESKTOP}/request/{sender[1:].replace('.', '_')}/{token}"
    if ANSWER == "vanish":
        loop.quit()
        return
    if ANSWER == "garbage":
        invocation.return_dbus_error("org.freedesktop.DBus.Error.UnknownMethod", "no such thing")
        return
    bus.register_object(path, Gio.DBusNodeInfo.new_for_xml(REQUEST).interfaces[0], closed, None, None)
    invocation.return_value(GLib.Variant("(o)", (path,)))
    if ANSWER != "silent":
        GLib.timeout_add(20, respond, bus, sender, path)


def called(bus, sender, path, interface, method, parameters, invocation):
    note(method)
    if method == "AccessCamera":
        access(bus, sender, parameters, invocation)
    elif ANSWER == "no-remote":
        invocation.return_dbus_error("org.freedesktop.portal.Error.NotAllowed", "not allowed")
    else:
        remote = socket.socket(socket.AF_UNIX)
        remote.connect(os.path.join(os.environ["XDG_RUNTIME_DIR"], "pipewire-0"))
        fds = Gio.UnixFDList.new_from_array([remote.detach()])
        invocation.return_value_with_unix_fd_list(GLib.Variant("(h)", (0,)), fds)


def acquired(bus, name):
    bus.register_object(DESKTOP, Gio.DBusNodeInfo.new_for_xml(CAMERA).interfaces[0], called,
                        lambda *a: GLib.Variant("b", True) if a[4] == "IsCameraPresent" else GLib.Variant("u", 1), None)


def named(bus, name):
    print("ready", flush=True)


Gio.bus_own_name(Gio.BusType.SESSION, "org.freedesktop.portal.Desktop", Gio.BusNameOwnerFlags.NONE, acquired, named, None)
loop.run()
