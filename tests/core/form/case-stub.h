/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-form-reader.h"

/* A case in a hash table: what the reader of the real record gives. */
typedef struct
{
  GHashTable    *values;     /* path → GVariant* */
  GHashTable    *sources;    /* path → MadoSource */
  GPtrArray     *persons;    /* eids, NULL at the end */
  GPtrArray     *procedures; /* ids, NULL at the end */
  MadoPack      *pack;
  MadoFormReader reader;
} CaseStub;

CaseStub *case_stub_new      (void);
CaseStub *case_stub_new_for  (const char *folder); /* of a pack, from the top of the tree */
void      case_stub_free     (CaseStub   *self);
void      case_stub_person   (CaseStub   *self,
                              const char *eid);
void      case_stub_procedure(CaseStub   *self,
                              const char *id);
/* Canonical text at a field's path; NULL takes it away. */
void      case_stub_set      (CaseStub   *self,
                              const char *path,
                              const char *canonical);
void      case_stub_set_from (CaseStub   *self,
                              const char *path,
                              const char *canonical,
                              MadoSource  source);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CaseStub, case_stub_free)
