# SPDX-License-Identifier: GPL-3.0-or-later
"""The accessible tree of one program over D-Bus, a screen with few questions.

AT-SPI's client library asks for each property of each object by itself: some two thousand questions for a counter page.
The program's cache interface tells the properties of all objects at once; who stands below whom now is asked of those
that have children.
"""
import pyatspi
from gi.repository import Gio, GLib

ROOT = "/org/a11y/atspi/accessible/root"
ACCESSIBLE = "org.a11y.atspi.Accessible"
PROPERTIES = "org.freedesktop.DBus.Properties"
ANSWER_MS = 60000


class States:
    def __init__(self, low, high):
        self.bits = low | high << 32

    def contains(self, state):
        return bool(self.bits >> int(state) & 1)


class Extents:
    def __init__(self, x, y, width, height):
        self.x, self.y, self.width, self.height = x, y, width, height


class Node:
    """One object as it was when the tree was read; what is asked of it by a method is asked now."""

    def __init__(self, tree, item):
        (_, self.path), _, _, self.index, self.child_count, self.interfaces, self.name, role, self.description, states = item
        self.tree, self.role, self.states = tree, role, States(*states)
        self.parent, self.children = None, []

    def _call(self, interface, method, signature=None, *args):
        return self.tree.call(self.path, interface, method, GLib.Variant(signature, args) if signature else None)

    def getRole(self):
        return self.role

    def getRoleName(self):
        return self._call(ACCESSIBLE, "GetRoleName")[0]

    def getState(self):
        return States(*self._call(ACCESSIBLE, "GetState")[0])

    def getIndexInParent(self):
        return self.index

    @property
    def is_shown(self):
        return self.role == pyatspi.ROLE_FRAME or self.states.contains(pyatspi.STATE_VISIBLE)

    @property
    def is_fixed(self):
        """What it is made of never changes, so the cache is right about it."""
        return self.name == "MadoFieldRow" or self.role in (pyatspi.ROLE_PUSH_BUTTON, pyatspi.ROLE_TEXT, pyatspi.ROLE_ENTRY)

    @property
    def has_text(self):
        return "org.a11y.atspi.Text" in self.interfaces

    @property
    def is_editable(self):
        return "org.a11y.atspi.EditableText" in self.interfaces

    @property
    def text(self):
        if not self.has_text:
            return ""
        if not self.is_editable and self.name and self.role == pyatspi.ROLE_LABEL:
            return "" if self.name == "GtkLabel" else self.name  # a label is named by its text, or without one by its type
        count = self._call(PROPERTIES, "Get", "(ss)", "org.a11y.atspi.Text", "CharacterCount")[0]
        return self._call("org.a11y.atspi.Text", "GetText", "(ii)", 0, count)[0] if count else ""

    def set_text(self, text):
        self._call("org.a11y.atspi.EditableText", "SetTextContents", "(s)", text)

    def extents(self):
        """In the window's coordinates."""
        return Extents(*self._call("org.a11y.atspi.Component", "GetExtents", "(u)", int(pyatspi.WINDOW_COORDS))[0])

    def do_action(self):
        """The first of its actions that it takes."""
        count = self._call(PROPERTIES, "Get", "(ss)", "org.a11y.atspi.Action", "NActions")[0]
        return any(self._call("org.a11y.atspi.Action", "DoAction", "(i)", i)[0] for i in range(count))


class Tree:
    def __init__(self, bus, name):
        self.bus, self.name = bus, name
        self.fixed = {}  # path → the paths below it, of those that are fixed

    def call(self, path, interface, method, args=None):
        return self.bus.call_sync(self.name, path, interface, method, args, None, Gio.DBusCallFlags.NONE, ANSWER_MS,
                                  None).unpack()

    def _items(self):
        items = self.call("/org/a11y/atspi/cache", "org.a11y.atspi.Cache", "GetItems")[0]
        return {item[0][1]: Node(self, item) for item in items}

    def _children(self, node, nodes):
        """Asked of the object itself: the cache keeps hidden children and has not all new ones. None: one of them is not
        in the cache yet, but will be now."""
        if node.child_count == 0 and node.path != ROOT:  # the root does not count its windows
            return []
        paths = self.fixed.get(node.path)
        if paths is None or len(paths) != node.child_count:
            try:
                paths = [path for _, path in self.call(node.path, ACCESSIBLE, "GetChildren")[0]]
            except GLib.Error:  # it has gone meanwhile
                return []
            if node.is_fixed:
                self.fixed[node.path] = paths
        return [nodes[p] for p in paths] if all(p in nodes for p in paths) else None

    def _grow(self, node, nodes):
        """FALSE: the cache has to be read again."""
        children = self._children(node, nodes)
        if children is None:
            return False
        if node.interfaces == [ACCESSIBLE]:  # a page of a stack: one that was never in front has no size
            children = [n for n in children if n.extents().width > 0]
        node.children = children
        for child in children:
            child.parent = node
        return all([self._grow(child, nodes) for child in children if child.is_shown])

    def read(self):
        """The root as a Node with children."""
        for _ in range(20):
            nodes = self._items()
            if self._grow(nodes[ROOT], nodes):
                break
        return nodes[ROOT]


def connect():
    """The accessibility bus of this session."""
    session = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    address = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None,
                                Gio.DBusCallFlags.NONE, ANSWER_MS, None).unpack()[0]
    flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
    return Gio.DBusConnection.new_for_address_sync(address, flags, None, None)


def programs(bus):
    """Bus names of the programs that are on the screen, by process id."""
    children = bus.call_sync("org.a11y.atspi.Registry", ROOT, ACCESSIBLE, "GetChildren", None, None,
                             Gio.DBusCallFlags.NONE, ANSWER_MS, None).unpack()[0]
    found = {}
    for name, _ in children:
        try:
            pid = bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                "GetConnectionUnixProcessID", GLib.Variant("(s)", (name,)), None,
                                Gio.DBusCallFlags.NONE, ANSWER_MS, None).unpack()[0]
            found[pid] = name
        except GLib.Error:  # it has just ended
            pass
    return found
