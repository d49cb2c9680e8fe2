/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-case-edit.h"

G_BEGIN_DECLS

/* A path in the edit buffer. */
typedef struct
{
  char      *key;         /* path; for routes path and section */
  gsize      path_length; /* how much of key is the path */
  guint      serial;      /* order of opening */
  char      *section;
  GVariant  *value;       /* nullable: open, nothing entered */
  MadoSource source;
  MadoEditBase *held;     /* nullable: follows the record */
} MadoOpen;

struct _MadoCaseEdit
{
  GObject     parent_instance;

  MadoCase   *kase;
  MadoRecord *record; /* the state last looked at; older than kase's only inside the handler */
  GHashTable *opens;  /* key → MadoOpen* */
  guint       last_serial;
  char      **procs;  /* cache for the reader */
  char      **persons;
};

char       *mado_open_dup_path         (const MadoOpen *self);

MadoOpen   *mado_case_edit_find_open   (MadoCaseEdit   *self,
                                        const char     *key);
MadoRecord *mado_case_edit_get_record  (MadoCaseEdit   *self);
const char *mado_case_edit_section_of  (MadoCaseEdit   *self,
                                        const char     *path);
/* MadoOpen*, in the order of opening (container). */
GPtrArray  *mado_case_edit_list_opens  (MadoCaseEdit   *self);
/* With pending lines and states in place (full). */
char      **mado_case_edit_list_persons (MadoCaseEdit  *self);
char      **mado_case_edit_list_wanted  (MadoCaseEdit  *self);

G_END_DECLS
