# SPDX-License-Identifier: GPL-3.0-or-later
"""The accessible tree of one program over D-Bus, a screen with few questions.

AT-SPI's client library asks for each property of each object by itself: some two thousand questions for a counter page.
The program's cache interface tells the properties of all objects at once; who stands below whom now is asked of those
that have children.
"""
import ast
import functools
import re

import pyatspi
from gi.repository import Gio, GLib

ROOT = "/org/a11y/atspi/accessible/root"
ACCESSIBLE = "org.a11y.atspi.Accessible"
TEXT = "org.a11y.atspi.Text"
PROPERTIES = "org.freedesktop.DBus.Properties"
ANSWER_MS = 60000


# One object of the cache's answer, a((so)(so)(so)iiassusau), as GVariant prints it: PyGObject takes ten times as long to
# unpack it piece by piece, and most of a story's time went there.
STRING = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
ITEM = re.compile(rf"\(\((?:{STRING}), (?P<path>{STRING})\), \((?:{STRING}), (?:{STRING})\), \((?:{STRING}), (?P<parent>{STRING})\), "
                  rf"(?P<index>-?\d+), (?P<count>-?\d+), \[(?P<interfaces>[^]]*)\], (?P<name>{STRING}), (?P<role>\d+), "
                  rf"(?P<more>{STRING}), \[(?P<states>[^]]*)\]\)")


def spoken(quoted):
    return ast.literal_eval(quoted) if "\\" in quoted else quoted[1:-1]


@functools.lru_cache(50000)
def parsed(text):
    """Most objects are as they were when the tree was read before."""
    item = ITEM.fullmatch(text)
    assert item, f"the cache's answer was not understood: {text}"
    return (*(spoken(item[key]) for key in ("path", "parent", "name", "more")), *(int(item[key]) for key in ("index", "count", "role")),
            tuple(part.strip("' ") for part in item["interfaces"].split(",")),
            States(*(int(part) for part in item["states"].split(", "))))


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
        (self.path, self.parent_path, self.name, self.description, self.index, self.child_count, self.role, self.interfaces,
         self.states) = item
        self.tree, self.parent, self.children = tree, None, []

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
        return TEXT in self.interfaces

    @property
    def is_editable(self):
        return "org.a11y.atspi.EditableText" in self.interfaces

    @property
    def known_text(self):
        """None: it has to be asked for."""
        if not self.has_text:
            return ""
        if not self.is_editable and self.name and self.role == pyatspi.ROLE_LABEL:
            return "" if self.name == "GtkLabel" else self.name  # a label is named by its text, or without one by its type
        return None

    @property
    def text(self):
        return self.tree.texts_of([self])[0]

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
        answer = self.bus.call_sync(self.name, "/org/a11y/atspi/cache", "org.a11y.atspi.Cache", "GetItems", None, None,
                                    Gio.DBusCallFlags.NONE, ANSWER_MS, None).get_child_value(0)
        nodes = (Node(self, parsed(answer.get_child_value(i).print_(False))) for i in range(answer.n_children()))
        return {node.path: node for node in nodes}

    def call_all(self, calls):
        """Asks everything at once, each (path, interface, method, arguments), and awaits the answers; None where there
        was none because the object has gone. One after the other, each answer would wait for its turn on a busy machine."""
        answers, left = [None] * len(calls), [len(calls)]

        def answered(bus, result, i):
            left[0] -= 1
            try:
                answers[i] = bus.call_finish(result).unpack()
            except GLib.Error:
                pass

        for i, (path, interface, method, args) in enumerate(calls):
            self.bus.call(self.name, path, interface, method, args, None, Gio.DBusCallFlags.NONE, ANSWER_MS, None, answered, i)
        while left[0]:
            GLib.MainContext.default().iteration(True)
        return answers

    def _ask_children(self, row):
        """Asked of the objects themselves: the cache keeps hidden children and has not all new ones."""
        asked = [n for n in row if n.child_count != len(self.fixed.get(n.path, [])) or n.path == ROOT]  # the root does not count
        answers = self.call_all([(n.path, ACCESSIBLE, "GetChildren", None) for n in asked])
        below = {n.path: self.fixed.get(n.path, []) for n in row}
        for node, answer in zip(asked, answers):
            below[node.path] = [path for _, path in answer[0]] if answer else []
            if node.is_fixed and answer:
                self.fixed[node.path] = below[node.path]
        return below

    def _leave_unseen(self, pages):
        """A page of a stack that was never in front has no size."""
        children = [child for page in pages for child in page.children]
        sizes = self.call_all([(n.path, "org.a11y.atspi.Component", "GetExtents", GLib.Variant("(u)", (int(pyatspi.WINDOW_COORDS),)))
                               for n in children])
        seen = {n.path for n, size in zip(children, sizes) if size and size[0][2] > 0}
        for page in pages:
            page.children = [n for n in page.children if n.path in seen]

    def _grow(self, nodes):
        """Row by row from the root. FALSE: something is not in the cache yet, but will be now."""
        row, whole = [nodes[ROOT]], True
        while row:
            below = self._ask_children(row)
            for node in row:
                node.children = [nodes[path] for path in below[node.path] if path in nodes]
                whole = whole and len(node.children) == len(below[node.path])
            self._leave_unseen([n for n in row if n.interfaces == (ACCESSIBLE,) and n.path != ROOT])
            for node in row:
                for child in node.children:
                    child.parent = node
            row = [child for node in row for child in node.children if child.is_shown]
        return whole

    def texts_of(self, nodes):
        """The texts of many nodes, as Node.text tells that of one."""
        texts = [n.known_text for n in nodes]
        asked = [i for i, text in enumerate(texts) if text is None]
        counts = self.call_all([(nodes[i].path, PROPERTIES, "Get", GLib.Variant("(ss)", (TEXT, "CharacterCount"))) for i in asked])
        asked = [(i, count[0]) for i, count in zip(asked, counts) if count and count[0]]
        answers = self.call_all([(nodes[i].path, TEXT, "GetText", GLib.Variant("(ii)", (0, count))) for i, count in asked])
        for (i, _), answer in zip(asked, answers):
            texts[i] = answer[0] if answer else ""
        return [text or "" for text in texts]

    def focused(self):
        """The object with the focus, by the cache alone: one question instead of the whole tree's. None: the cache does
        not know, or knows more than one."""
        nodes = self._items()
        found = [n for n in nodes.values() if n.states.contains(pyatspi.STATE_FOCUSED) and n.is_shown and n.role != pyatspi.ROLE_FRAME]
        if len(found) != 1:
            return None
        found[0].parent = nodes.get(found[0].parent_path)
        return found[0]

    def read(self):
        """The root as a Node with children."""
        for _ in range(20):
            nodes = self._items()
            if self._grow(nodes):
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
