# SPDX-License-Identifier: GPL-3.0-or-later
"""A sheet of paper in mm: boxes, labels and the places of values.

The head (7 mm) and foot (10 mm) of the sheet stay free: the program prints the
ticket and case number there. Used by make-forms.py to write data/*/forms/*.json. Everything here ends up as
plain items of the layout; the program knows nothing of these helpers.
"""
import json

LEFT, RIGHT, TOP, BOTTOM = 15.0, 195.0, 12.0, 287.0


def r(value):
    return int(value) if float(value).is_integer() else round(value, 2)


class Sheet:
    def __init__(self, pack, form_id, title):
        self.pack = pack
        self.data = {"id": form_id, "title": title, "paper": "A4"}
        self.items = []
        self.y = TOP

    # --- single items ---------------------------------------------------
    def add(self, kind, x, y, w, h, **extra):
        item = {"kind": kind, "x": r(x), "y": r(y), "w": r(w), "h": r(h)}
        item.update({k: v for k, v in extra.items() if v is not None})
        self.items.append(item)

    def box(self, x, y, w, h, shaded=False, line=None, dashed=False):
        self.add("box", x, y, w, h, shaded=True if shaded else None, line=line, dashed=True if dashed else None)

    def label(self, x, y, w, h, text, size=8, align=None):
        self.add("static", x, y, w, h, label=text, size=size, align=align)

    def value(self, x, y, w, h, path, size=10, kind="text", align=None, **extra):
        self.add(kind, x, y, w, h, path=path, size=size, align=align, **extra)

    # --- cells ------------------------------------------------------------
    def head_cell(self, x, y, w, h, text, size=7.5):
        self.box(x, y, w, h, shaded=True)
        self.label(x + 0.6, y, w - 1.2, h, text, size, "centre")

    def choices(self, x, y, w, h, path, field, kind="check", size=8.5):
        """One tick box a choice, in as many lines as fit."""
        marks = [(c["code"], c["label"]) for c in field.get("choices", [])]
        if field["type"] == "yesno":
            marks = [("yes", "はい"), ("no", "いいえ")]
        if kind == "circle":
            marks = [(code, text[-1]) for code, text in marks]
        step, at, row = size * 0.353, x + 1, 0
        widths = [(len(t) + (0.8 if kind == "circle" else 2.2)) * step for _, t in marks]
        lines, used = 1, 0.0
        for width in widths:
            if used + width > w - 0.9 and used > 0:
                lines, used = lines + 1, 0.0
            used += width
        height = h / lines
        for (code, text), width in zip(marks, widths):
            if at + width > x + w and at > x + 1:
                at, row = x + 1, row + 1
            self.add(kind, at, y + row * height, min(width, x + w - at), height,
                     label=text, path=path, value=code, size=size)
            at += width

    def put(self, x, y, w, h, path, field, size=10):
        """The value of one field, printed as its type wants."""
        if field["type"] in ("choice", "choices", "yesno"):
            if field["id"] == "relation_to_head" or len(field.get("choices", [])) > 8:
                self.value(x + 1, y, w - 2, h, path, size)
            else:
                self.choices(x, y, w, h, path, field, "circle" if field["id"] == "sex" and w < 30 else "check")
        elif field["type"] == "date":
            self.value(x + 1, y, w - 2, h, path, size, "wareki")
        elif field["type"] == "number":
            self.value(x + 1, y, w - 2, h, path, size, align="centre")
        else:
            self.value(x + 1, y, w - 2, h, path, size, shrink=True)

    def cell(self, x, y, w, h, text, path, field, label_w=26, size=10):
        self.head_cell(x, y, label_w, h, text)
        self.box(x + label_w, y, w - label_w, h)
        self.put(x + label_w, y, w - label_w, h, path, field, size)

    def row(self, *cells, h=8, label_w=26):
        """cells: (share of the width, label, path) of fields by id."""
        x, whole = LEFT, sum(c[0] for c in cells)
        for share, text, path in cells:
            w = (RIGHT - LEFT) * share / whole
            self.cell(x, self.y, w, h, text, path, self.pack.field_of(path), min(label_w, w * 0.45))
            x += w
        self.y += h

    def address_row(self, text, prefix, h=9, label_w=26, postal=True):
        self.head_cell(LEFT, self.y, label_w, h, text)
        self.box(LEFT + label_w, self.y, RIGHT - LEFT - label_w, h)
        x = LEFT + label_w
        if postal:
            self.label(x + 1, self.y, 5, h, "〒", 9)
            self.value(x + 5, self.y, 20, h, prefix + ".postal_code", 9)
            x += 26
        self.value(x + 1, self.y, RIGHT - x - 2, h, prefix + ".address", 10.5, shrink=True)
        self.y += h

    def heading(self, text, gap=2.5):
        self.y += gap
        self.label(LEFT, self.y, RIGHT - LEFT, 5.5, text, 9.5)
        self.y += 5.5

    # --- parts of a form -----------------------------------------------------
    def title(self, text, subtitle=None):
        self.label(LEFT, TOP, RIGHT - LEFT, 10, text, 17, "centre")
        self.y = TOP + 11
        if subtitle:
            self.label(LEFT, self.y - 1, RIGHT - LEFT, 4.5, subtitle, 7.5, "centre")
            self.y += 4
        self.label(LEFT, self.y, 20, 6, "（あて先）", 8.5)
        self.value(LEFT + 18, self.y, 60, 6, "mayor", 11)
        self.label(RIGHT - 75, self.y, 20, 6, "届出年月日", 8, "right")
        self.value(RIGHT - 54, self.y, 54, 6, "received_on", 10.5, "wareki", align="right")
        self.y += 7.5

    def visitor(self, notifier=None, notifier_label=None):
        h, half = 8, (RIGHT - LEFT) / 2
        if notifier:
            self.cell(LEFT, self.y, half, h, notifier_label, notifier, {"id": "", "type": "text"})
            self.cell(LEFT + half, self.y, half, h, "連絡先", "contact_phone", self.pack.fields["contact_phone"])
            self.y += h
            self.cell(LEFT, self.y, half, h, "窓口に来た方", "visitor.visitor_name", self.pack.fields["visitor_name"])
        else:
            self.cell(LEFT, self.y, half, h, "窓口に来た方", "visitor.visitor_name", self.pack.fields["visitor_name"])
        if notifier:
            self.cell(LEFT + half, self.y, half, h, "本人との関係", "visitor.visitor_relation", self.pack.fields["visitor_relation"])
        else:
            self.cell(LEFT + half, self.y, half, h, "連絡先", "contact_phone", self.pack.fields["contact_phone"])
        self.y += h
        self.head_cell(LEFT, self.y, 26, h, "来庁者の立場")
        self.box(LEFT + 26, self.y, RIGHT - LEFT - 26, h)
        self.choices(LEFT + 26, self.y, RIGHT - LEFT - 26, h, "visitor.visitor_role", self.pack.fields["visitor_role"], size=8)
        self.y += h

    def people(self, role, rows, columns, h=11, head=6):
        """columns: (width share, heading, what) with what one of name, birth,
        or a field id of the person."""
        whole, width = sum(c[0] for c in columns), RIGHT - LEFT - 7
        self.head_cell(LEFT, self.y, 7, head, "№", 7)
        x = LEFT + 7
        for share, text, _ in columns:
            w = width * share / whole
            self.head_cell(x, self.y, w, head, text, 7)
            x += w
        self.y += head
        for i in range(rows):
            self.person_row(role, i, columns, whole, width, h)
        self.data["repeat"] = self.data.get("repeat", role)
        self.data["rows"] = self.data.get("rows", rows)

    def person_row(self, role, i, columns, whole, width, h):
        person = "%s[%d]." % (role, i)
        self.box(LEFT, self.y, 7, h)
        self.label(LEFT, self.y, 7, h, str(i + 1), 8, "centre")
        x = LEFT + 7
        for share, _, what in columns:
            w = width * share / whole
            self.box(x, self.y, w, h)
            if what == "name":
                self.value(x + 1, self.y + 0.3, w - 2, 3.6, person + "kana", 6.5, shrink=True)
                self.add("line", x, self.y + 4, w, 0, line=0.1, dashed=True)
                self.value(x + 1, self.y + 4.2, w - 2, h - 4.4, person + "name", 11, shrink=True)
            elif what == "birth":
                self.value(x + 1, self.y, w - 2, h, person + "birth_date", 9, "wareki", shrink=True)
            else:
                self.put(x, self.y, w, h, person + what, self.pack.fields[what], 9)
            x += w
        self.y += h

    def one_person(self, label, role, extra=()):
        h, half = 10, (RIGHT - LEFT) / 2
        self.head_cell(LEFT, self.y, 26, h, label)
        self.box(LEFT + 26, self.y, half - 26 + 20, h)
        w = half - 26 + 20
        self.value(LEFT + 27, self.y + 0.2, w - 2, 3.4, role + ".kana", 6.5, shrink=True)
        self.value(LEFT + 27, self.y + 3.6, w - 2, h - 3.8, role + ".name", 11.5, shrink=True)
        x = LEFT + 26 + w
        self.head_cell(x, self.y, 18, h, "生年月日")
        self.box(x + 18, self.y, RIGHT - x - 18, h)
        self.value(x + 19, self.y, RIGHT - x - 20, h, role + ".birth_date", 9.5, "wareki", shrink=True)
        self.y += h
        for what, text in extra:
            self.row((1, text, role + "." + what))

    def bank(self):
        h = 8
        self.row((1, "公金受取口座", "use_public_account"), (1, "口座の種類", "account_type"), h=h)
        y = self.y
        self.head_cell(LEFT, y, 26, h, "金融機関")
        self.box(LEFT + 26, y, RIGHT - LEFT - 26, h)
        self.value(LEFT + 28, y + 1.5, 22, h - 3, "bank_code", 10, "digits", cells=4)
        self.label(LEFT + 52, y, 10, h, "支店", 8)
        self.value(LEFT + 61, y + 1.5, 16.5, h - 3, "branch_code", 10, "digits", cells=3)
        self.label(LEFT + 82, y, 16, h, "口座番号", 8)
        self.value(LEFT + 98, y + 1.5, 38.5, h - 3, "account_number", 10, "digits", cells=7)
        self.y += h
        self.row((1, "口座名義（カナ）", "account_holder_kana"), h=h)

    def declare(self, text, sign, number):
        """What is declared, the signature, and the check of the number."""
        self.y += 2.5
        h = 18
        left = RIGHT - LEFT - (44 if number else 0)
        self.box(LEFT, self.y, left, h, line=0.35)
        self.label(LEFT + 2, self.y + 0.5, left - 4, 5, text, 8)
        if sign == "tablet":
            self.label(LEFT + 2, self.y + 6, 14, h - 7, "署名", 9)
            self.add("signature", LEFT + 16, self.y + 5.5, left - 20, h - 6.5)
        elif sign == "seal":
            self.label(LEFT + 2, self.y + 6, 14, h - 7, "署名", 9)
            self.add("signature", LEFT + 16, self.y + 5.5, left - 50, h - 6.5)
            self.label(LEFT + left - 32, self.y + 6, 10, 8, "登録する印", 6)
            self.box(LEFT + left - 20, self.y + 1, 16, 16, dashed=True)
        else:
            self.label(LEFT + 2, self.y + 6, left - 4, h - 7, "署名は紙の届書にします。", 9)
        if number:
            x = LEFT + left
            self.box(x, self.y, 44, h, shaded=True, line=0.35)
            self.label(x + 1, self.y + 1, 42, 5, "個人番号（マイナンバー）", 7.5, "centre")
            self.box(x + 12, self.y + 7.5, 5, 5)
            self.label(x + 18, self.y + 6.5, 22, 7, "職員確認", 9)
            self.label(x + 1, self.y + 13, 42, 4.5, "番号はこの用紙に書きません", 6.5, "centre")
        self.y += h

    def staff(self, fields=(), boxes=("受付", "入力", "照合", "交付")):
        """職員記入欄 at the foot; fields: (label, path)."""
        lines = (len(fields) + 1) // 2
        h = 15 + lines * 8
        y = max(self.y + 3, min(BOTTOM - h, self.y + 8))
        if y + h > BOTTOM:
            raise SystemExit("%s: the sheet is too long (%.1f mm)" % (self.data["id"], y + h))
        self.box(LEFT, y, RIGHT - LEFT, h, shaded=True, line=0.35)
        self.label(LEFT + 1, y, 40, 5, "職員記入欄", 8)
        self.label(LEFT + 44, y, 24, 5, "本人確認", 7.5)
        self.value(LEFT + 58, y, RIGHT - LEFT - 60, 5, "visitor.identity", 8, shrink=True)
        half = (RIGHT - LEFT - 4) / 2
        for i, (text, path) in enumerate(fields):
            field = self.pack.field_of(path)
            self.cell(LEFT + 2 + (i % 2) * half, y + 5 + (i // 2) * 8, half, 8, text, path, field, 30, 9)
        y += 5 + lines * 8
        w = (RIGHT - LEFT - 4) / len(boxes)
        for i, text in enumerate(boxes):
            self.box(LEFT + 2 + i * w, y, w, 9)
            self.label(LEFT + 3 + i * w, y, w - 2, 4, text, 7)
        self.y = y + 9

    def write(self, folder):
        head = json.dumps(self.data, ensure_ascii=False, separators=(", ", ": "))
        lines = ",\n".join("    " + json.dumps(i, ensure_ascii=False, separators=(", ", ": ")) for i in self.items)
        with open("%s/%s.json" % (folder, self.data["id"]), "w", encoding="utf-8") as out:
            out.write("%s,\n  \"items\": [\n%s\n  ]\n}\n" % (head[:-1], lines))
