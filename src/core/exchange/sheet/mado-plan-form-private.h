/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How the answer form is laid out, for writing and reading. Rows from 0. */
#define FORM_SHEET        "回答"
#define FORM_HIDDEN_SHEET "_madoguchi"
#define FORM_HEAD_ROW     2
#define FORM_HIDDEN_ROWS  6 /* facts stand above */

#define FORM_NO        "No"
#define FORM_BEFORE    "現在の実施状況・実施予定"
#define FORM_ANSWER    "今回の実施状況・実施予定"
#define FORM_UNCHANGED "変更なし"

enum
{
  FORM_COLUMN_NO = 0,
  FORM_COLUMN_BEFORE = 4,
  FORM_COLUMN_ANSWER = 5,
  FORM_COLUMN_UNCHANGED = 6,
};

G_END_DECLS
