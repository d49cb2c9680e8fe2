/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Everything a person can do, by name. Key, key bar, button and help refer to
 * this one table; the window installs each as the action "win.<name>".
 * A page says which it can do now (mado_page_can) and does it
 * (mado_page_perform); the window answers the rest itself.
 *
 * Ctrl+Space, Shift+Space and Ctrl+H/I/J/M/O/P/U belong to input methods and
 * are never used here; a test reads this table.
 */
#define MADO_COMMAND_HELP           "help"
#define MADO_COMMAND_NEW            "new-case"
#define MADO_COMMAND_SEARCH         "search"
#define MADO_COMMAND_SCAN           "scan"
#define MADO_COMMAND_CARD           "read-card"
#define MADO_COMMAND_NUMBER         "read-number"
#define MADO_COMMAND_NEXT_GAP       "next-gap"
#define MADO_COMMAND_CONFLICT       "conflict"
#define MADO_COMMAND_PRINT          "print"
#define MADO_COMMAND_PARK           "park"
#define MADO_COMMAND_CURTAIN        "curtain"
#define MADO_COMMAND_NEXT_STAGE     "next-stage"
#define MADO_COMMAND_PREVIOUS_STAGE "previous-stage"
#define MADO_COMMAND_NEXT_FIELD     "next-field"
#define MADO_COMMAND_PREVIOUS_FIELD "previous-field"
#define MADO_COMMAND_COPY_ABOVE     "copy-above"
#define MADO_COMMAND_TO_VISITOR     "to-visitor"
#define MADO_COMMAND_TAKE_ALL       "take-all"
#define MADO_COMMAND_EDIT_LOCKED    "edit-locked"
#define MADO_COMMAND_ADD_LINE       "add-line"
#define MADO_COMMAND_REMOVE_LINE    "remove-line"
#define MADO_COMMAND_PROTECT        "protect"
#define MADO_COMMAND_SAME_CASE      "same-case"
#define MADO_COMMAND_BACK           "back"
#define MADO_COMMAND_CLOSE          "close-popup"
#define MADO_COMMAND_PREFERENCES    "preferences"
#define MADO_COMMAND_FILTER         "filter"
#define MADO_COMMAND_DEVICES        "devices"
#define MADO_COMMAND_TRAINING       "training"
#define MADO_COMMAND_ANSWER_MESSAGE "answer-message"
#define MADO_COMMAND_SIGN_OUT       "sign-out"
#define MADO_COMMAND_NO_CHANGE      "no-change"
#define MADO_COMMAND_CONFIRM_ANSWER "confirm-answer"
#define MADO_COMMAND_ACCEPT_ANSWER  "accept-answer"
#define MADO_COMMAND_RETURN_ANSWER  "return-answer"
#define MADO_COMMAND_FIGURES        "figures"
#define MADO_COMMAND_PROGRESS       "progress"
#define MADO_COMMAND_COMPARE        "compare"
#define MADO_COMMAND_IMPORT         "import"
#define MADO_COMMAND_APRIL          "april"
#define MADO_COMMAND_ISSUE          "issue"
#define MADO_COMMAND_WORKPLACE_1    "workplace-1"
#define MADO_COMMAND_WORKPLACE_2    "workplace-2"
#define MADO_COMMAND_WORKPLACE_3    "workplace-3"
#define MADO_COMMAND_WORKPLACE_4    "workplace-4"
#define MADO_N_WORKPLACES           4

typedef struct
{
  const char      *name;
  const char      *key_text;  /* translatable: what the key bar shows, "F2", "Ctrl+Enter" */
  const char      *label;     /* translatable: what it does, unless the page says otherwise */
  guint            keyval;
  GdkModifierType  modifiers;
  gboolean         in_bar;    /* has a fixed place in the key bar */
  gboolean         everywhere; /* also works before sign-in */
} MadoCommand;

const MadoCommand *mado_command_list   (guint           *n_commands);
const MadoCommand *mado_command_find   (const char      *name);
const MadoCommand *mado_command_by_key (guint            keyval,
                                        GdkModifierType  modifiers);

G_END_DECLS
