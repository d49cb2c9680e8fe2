/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/renderer/renderer.h"

#include <string.h>

/* An outline may point back to itself. */
#define MAX_ENTRIES 5000
#define MAX_DEPTH 16
#define MAX_LINKS 5000
#define MAX_TEXT 2000

static guint32
page_of_destination (Renderer    *self,
                     PopplerDest *dest)
{
  guint32 page = G_MAXUINT32;

  if (dest == NULL)
    return page;
  if (dest->type == POPPLER_DEST_NAMED && dest->named_dest != NULL)
    {
      PopplerDest *found = poppler_document_find_dest (self->document, dest->named_dest);

      if (found != NULL && found->page_num > 0)
        page = found->page_num - 1;
      g_clear_pointer (&found, poppler_dest_free);
    }
  else if (dest->page_num > 0)
    page = dest->page_num - 1;
  return page < self->n_pages ? page : G_MAXUINT32;
}

static guint32
page_of_name (Renderer   *self,
              const char *name)
{
  g_autoptr (PopplerPage) none = NULL;

  if (g_strcmp0 (name, "FirstPage") == 0)
    return 0;
  if (g_strcmp0 (name, "LastPage") == 0)
    return self->n_pages - 1;
  return G_MAXUINT32;
}

/* { kind (MadoPdfAction), page, text } */
static void
put_action (Renderer      *self,
            PopplerAction *action,
            GByteArray    *out)
{
  guint32 kind = MADO_PDF_ACTION_NONE, page = G_MAXUINT32;
  const char *text = "";

  switch (action != NULL ? action->type : POPPLER_ACTION_NONE)
    {
    case POPPLER_ACTION_GOTO_DEST:
      page = page_of_destination (self, action->goto_dest.dest);
      break;
    case POPPLER_ACTION_NAMED:
      page = page_of_name (self, action->named.named_dest);
      break;
    case POPPLER_ACTION_URI:
      kind = MADO_PDF_ACTION_ADDRESS;
      text = action->uri.uri;
      break;
    case POPPLER_ACTION_NONE:
    case POPPLER_ACTION_UNKNOWN:
      break;
    default: /* launching, scripts, other files, films */
      kind = MADO_PDF_ACTION_REFUSED;
      break;
    }
  if (page != G_MAXUINT32)
    kind = MADO_PDF_ACTION_PAGE;
  mado_render_put_u32 (out, kind);
  mado_render_put_u32 (out, page);
  mado_render_put_text (out, text != NULL && strlen (text) < MAX_TEXT ? text : "");
}

static void
put_entries (Renderer         *self,
             PopplerIndexIter *iter,
             guint             depth,
             guint32          *n,
             GByteArray       *out)
{
  if (iter == NULL || depth > MAX_DEPTH)
    return;
  do
    {
      PopplerAction *action = poppler_index_iter_get_action (iter);
      PopplerIndexIter *child = poppler_index_iter_get_child (iter);
      const char *title = action != NULL ? action->any.title : NULL;

      mado_render_put_u32 (out, depth);
      mado_render_put_text (out, title != NULL && strlen (title) < MAX_TEXT ? title : "");
      put_action (self, action, out);
      (*n)++;
      if (action != NULL)
        poppler_action_free (action);
      if (*n < MAX_ENTRIES)
        put_entries (self, child, depth + 1, n, out);
      if (child != NULL)
        poppler_index_iter_free (child);
    }
  while (*n < MAX_ENTRIES && poppler_index_iter_next (iter));
}

static void
set_count (GByteArray *out,
           guint32     n)
{
  guint32 le = GUINT32_TO_LE (n);

  memcpy (out->data, &le, sizeof le);
}

/* {} → { count, count × (depth, title, action) } */
guint32
renderer_outline (Renderer         *self,
                  MadoRenderReader *in,
                  GByteArray       *out)
{
  PopplerIndexIter *iter;
  guint32 n = 0;

  if (!mado_render_reader_is_whole (in) || self->document == NULL)
    return MADO_RENDER_REASON_PROTOCOL;
  mado_render_put_u32 (out, 0);
  iter = poppler_index_iter_new (self->document);
  put_entries (self, iter, 0, &n, out);
  if (iter != NULL)
    poppler_index_iter_free (iter);
  set_count (out, n);
  return 0;
}

static void
put_area (GByteArray             *out,
          const PopplerRectangle *r,
          double                  height)
{
  mado_render_put_double (out, MIN (r->x1, r->x2));
  mado_render_put_double (out, height - MAX (r->y1, r->y2));
  mado_render_put_double (out, MAX (r->x1, r->x2));
  mado_render_put_double (out, height - MIN (r->y1, r->y2));
}

/* { page } → { count, count × (area, action) } */
guint32
renderer_links (Renderer         *self,
                MadoRenderReader *in,
                GByteArray       *out)
{
  guint32 number = mado_render_get_u32 (in), reason = MADO_RENDER_REASON_PROTOCOL, n = 0;
  g_autoptr (PopplerPage) page = NULL;
  GList *links;
  double width, height;

  if (!mado_render_reader_is_whole (in))
    return reason;
  page = renderer_get_page (self, number, &reason);
  if (page == NULL)
    return reason;
  poppler_page_get_size (page, &width, &height);
  mado_render_put_u32 (out, 0);
  links = poppler_page_get_link_mapping (page);
  for (GList *l = links; l != NULL && n < MAX_LINKS; l = l->next, n++)
    {
      PopplerLinkMapping *link = l->data;

      put_area (out, &link->area, height);
      put_action (self, link->action, out);
    }
  poppler_page_free_link_mapping (links);
  set_count (out, n);
  return 0;
}

static char *
value_of (PopplerFormField *field)
{
  switch (poppler_form_field_get_field_type (field))
    {
    case POPPLER_FORM_FIELD_TEXT:
      return poppler_form_field_text_is_password (field) ? NULL : poppler_form_field_text_get_text (field);
    case POPPLER_FORM_FIELD_CHOICE:
      for (int i = 0; i < poppler_form_field_choice_get_n_items (field); i++)
        if (poppler_form_field_choice_is_item_selected (field, i))
          return poppler_form_field_choice_get_item (field, i);
      return NULL;
    case POPPLER_FORM_FIELD_BUTTON:
      return g_strdup (poppler_form_field_button_get_state (field) ? "✓" : "");
    default:
      return NULL;
    }
}

/* { page } → { count, count × (area, kind of poppler, name, value) } */
guint32
renderer_fields (Renderer         *self,
                 MadoRenderReader *in,
                 GByteArray       *out)
{
  guint32 number = mado_render_get_u32 (in), reason = MADO_RENDER_REASON_PROTOCOL, n = 0;
  g_autoptr (PopplerPage) page = NULL;
  GList *fields;
  double width, height;

  if (!mado_render_reader_is_whole (in))
    return reason;
  page = renderer_get_page (self, number, &reason);
  if (page == NULL)
    return reason;
  poppler_page_get_size (page, &width, &height);
  mado_render_put_u32 (out, 0);
  fields = poppler_page_get_form_field_mapping (page);
  for (GList *l = fields; l != NULL && n < MAX_LINKS; l = l->next, n++)
    {
      PopplerFormFieldMapping *mapping = l->data;
      g_autofree char *name = poppler_form_field_get_alternate_ui_name (mapping->field);
      g_autofree char *value = value_of (mapping->field);

      if (name == NULL)
        name = poppler_form_field_get_name (mapping->field);
      put_area (out, &mapping->area, height);
      mado_render_put_u32 (out, poppler_form_field_get_field_type (mapping->field));
      mado_render_put_text (out, name != NULL && strlen (name) < MAX_TEXT ? name : "");
      mado_render_put_text (out, value != NULL && strlen (value) < MAX_TEXT ? value : "");
    }
  poppler_page_free_form_field_mapping (fields);
  set_count (out, n);
  return 0;
}
