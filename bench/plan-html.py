#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""plan-html.py PLAN.json: the texts of the status report as one table in HTML, for LibreOffice to set."""
import html
import json
import sys

plan = json.load(open(sys.argv[1], encoding="utf-8"))
print("""<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><style>
@page { size: 297mm 210mm; margin: 12mm } body, td, th { font: 8.6pt "Noto Sans CJK JP" } td { vertical-align: top }
</style></head><body><table border="1" cellspacing="0" width="100%"><thead><tr>
<th>No</th><th>主な取組</th><th>事業概要</th><th>実施状況・実施予定</th><th>担当課</th></tr></thead><tbody>""")
for row in plan["initiatives"]:
    cells = [str(row["no"] or "―"), row["title"], row["summary"], "\n".join((line["marker"] or "") + line["text"] for line in row["status"]),
             "\n".join(row["departments"])]
    print("<tr>" + "".join(f"<td>{html.escape(c or '').replace(chr(10), '<br>')}</td>" for c in cells) + "</tr>")
print("</tbody></table></body></html>")
