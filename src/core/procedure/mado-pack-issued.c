/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-pack-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* issued.json: the documents that the city lets its desks issue with this
 * program. A pack without the file issues none. */

#define FILE_NAME "issued.json"
#define MAX_ID    31

static const char *const shapes[] = { "accepted", "values", "notice", "dispatch", NULL };

/* Certificates come from the core system on security paper; a pack cannot
 * make them here, whatever it calls them. */
static gboolean
is_certificate (const char *title)
{
  static const char *const never[] = { "住民票", "戸籍", "印鑑登録証明", "印鑑証明", "納税証明", "課税証明", "所得証明", "身分証明", "附票", NULL };

  for (guint i = 0; title != NULL && never[i] != NULL; i++)
    if (strstr (title, never[i]) != NULL)
      return TRUE;
  return FALSE;
}

static void
check_title (MadoNode           *node,
             const MadoIssueKind *kind)
{
  if (kind->title != NULL && is_certificate (mado_text_get (kind->title, "ja")))
    mado_node_fault (node, _("“%s” is a certificate: the core system issues it, not this program."), mado_text_get (kind->title, "ja"));
}

static void
check_desks (MadoPack            *self,
             MadoNode            *node,
             const MadoIssueKind *kind)
{
  for (guint i = 0; kind->desks != NULL && kind->desks[i] != NULL; i++)
    if (mado_pack_get_desk (self, kind->desks[i]) == NULL && mado_pack_get_centre (self, kind->desks[i]) == NULL)
      mado_node_fault (node, _("The desk “%s” is neither in desks.json nor in centres.json."), kind->desks[i]);
}

static void
check_fields (MadoPack            *self,
              MadoNode            *node,
              const MadoIssueKind *kind)
{
  for (guint i = 0; kind->fields != NULL && kind->fields[i] != NULL; i++)
    if (mado_pack_get_field (self, kind->fields[i]) == NULL)
      mado_node_fault (node, _("The field “%s” is not in fields.json."), kind->fields[i]);
    else if (kind->procedure != NULL && mado_procedure_find_field (kind->procedure, kind->fields[i]) == NULL)
      mado_node_fault (node, _("The form of “%s” does not ask for the field “%s”."), kind->procedure->id, kind->fields[i]);
}

static void
load_procedure (MadoPack      *self,
                MadoNode      *node,
                MadoIssueKind *kind)
{
  const char *id = mado_node_str (node, "procedure", FALSE);

  kind->procedure = id != NULL && *id != '\0' ? mado_pack_get_procedure (self, id) : NULL;
  if (id != NULL && *id != '\0' && kind->procedure == NULL)
    mado_node_fault (node, _("The procedure “%s” is not in procedures/."), id);
}

static void
load_kind (MadoPack *self,
           MadoNode *node)
{
  MadoIssueKind *kind = mado_arena_alloc (self->arena, sizeof *kind);

  if (!mado_node_is_object (node))
    return;
  kind->index = self->issues.list->len;
  kind->id = mado_node_id (node, "id");
  kind->title = mado_node_text (node, "title", TRUE);
  kind->shape = mado_node_enum (node, "shape", shapes, MADO_ISSUE_ACCEPTED);
  kind->desks = mado_node_strv (node, "desks");
  kind->fields = mado_node_strv (node, "fields");
  kind->opening = mado_node_text (node, "opening", FALSE);
  kind->closing = mado_node_text (node, "closing", FALSE);
  kind->issuer = mado_node_text (node, "issuer", FALSE);
  load_procedure (self, node, kind);
  mado_node_end (node);
  if (kind->id == NULL || strlen (kind->id) > MAX_ID)
    {
      if (kind->id != NULL)
        mado_node_fault (node, _("The id “%s” is too long; a code has room for %d characters."), kind->id, MAX_ID);
      return;
    }
  check_title (node, kind);
  check_desks (self, node, kind);
  check_fields (self, node, kind);
  mado_table_add (&self->issues, node, "issue", kind->id, kind);
}

void
mado_load_issued (MadoPack  *self,
                  MadoBuild *build)
{
  g_autofree char *path = g_build_filename (build->dir, FILE_NAME, NULL);
  MadoSource *source;
  MadoNode root;
  guint n;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return;
  source = mado_build_read (build, FILE_NAME);
  if (source == NULL)
    return;
  mado_node_root (&root, build, source);
  n = mado_node_length (&root);
  for (guint i = 0; i < n; i++)
    {
      MadoNode node;

      mado_node_element (&node, &root, i);
      load_kind (self, &node);
    }
}

gboolean
mado_issue_kind_is_for (const MadoIssueKind *self,
                        const char          *scope)
{
  return self->desks == NULL || self->desks[0] == NULL || g_strv_contains (self->desks, scope);
}
