/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-stage-documents.h"

#include <glib/gi18n.h>

#include "app/counter/mado-answer-list.h"

#include "core/model/mado-case-path.h"

struct _MadoStageDocuments
{
  GtkWidget    parent_instance;

  GtkWidget   *box;
  GtkWidget   *hint;
  GtkWidget   *list;
  MadoCounter *counter;
};

static void stage_iface_init (MadoStageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoStageDocuments, mado_stage_documents, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_STAGE, stage_iface_init))

static const char *const ANSWERS[] = { "have", "later", "unneeded" };

static guint
answer_of (MadoStageDocuments     *self,
           const MadoGuidanceItem *item,
           const MadoDocument     *document)
{
  g_autofree char *path = mado_case_path_document (item->procedure->id, document->id);
  const char *text = mado_counter_get_text (self->counter, path);

  for (guint i = 0; i < G_N_ELEMENTS (ANSWERS); i++)
    if (g_str_equal (text, ANSWERS[i]))
      return i + 1;
  return 0;
}

/* A paper that several forms want is asked for once; the lines are named after it. */
static void
add_lines (MadoStageDocuments     *self,
           const MadoGuidanceItem *item,
           GHashTable             *seen)
{
  for (guint i = 0; i < item->documents->len; i++)
    {
      const MadoDocument *document = g_ptr_array_index (item->documents, i);

      if (g_hash_table_add (seen, (gpointer) document->id))
        mado_answer_list_add (MADO_ANSWER_LIST (self->list), document->id, mado_text_get (document->label, NULL),
                              mado_text_get (item->procedure->title, NULL), answer_of (self, item, document));
    }
}

static void
mado_stage_documents_refresh (MadoStage *stage)
{
  MadoStageDocuments *self = MADO_STAGE_DOCUMENTS (stage);
  const MadoGuidance *guidance = mado_counter_get_guidance (self->counter);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  mado_answer_list_begin (MADO_ANSWER_LIST (self->list));
  for (guint i = 0; guidance != NULL && i < guidance->items->len; i++)
    add_lines (self, g_ptr_array_index (guidance->items, i), seen);
  mado_answer_list_end (MADO_ANSWER_LIST (self->list));
}

static void
answered_cb (MadoAnswerList     *list,
             const char         *id,
             guint               answer,
             MadoStageDocuments *self)
{
  const MadoGuidance *guidance = mado_counter_get_guidance (self->counter);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; guidance != NULL && i < guidance->items->len; i++)
    {
      const MadoGuidanceItem *item = g_ptr_array_index (guidance->items, i);

      for (guint k = 0; k < item->documents->len; k++)
        if (g_str_equal (((const MadoDocument *) g_ptr_array_index (item->documents, k))->id, id))
          g_ptr_array_add (paths, mado_case_path_document (item->procedure->id, id));
    }
  for (guint i = 0; i < paths->len; i++)
    mado_counter_set (self->counter, g_ptr_array_index (paths, i), g_variant_new_string (ANSWERS[answer - 1]),
                      MADO_SOURCE_TYPED);
}

static gboolean
has_documents (MadoStageDocuments *self,
               gboolean            only_open)
{
  const MadoGuidance *guidance = mado_counter_get_guidance (self->counter);

  for (guint i = 0; guidance != NULL && i < guidance->items->len; i++)
    {
      const MadoGuidanceItem *item = g_ptr_array_index (guidance->items, i);

      for (guint k = 0; k < item->documents->len; k++)
        if (!only_open || answer_of (self, item, g_ptr_array_index (item->documents, k)) == 0)
          return TRUE;
    }
  return FALSE;
}

static const char *
mado_stage_documents_get_title (MadoStage *stage)
{
  return _("Documents");
}

static gboolean
mado_stage_documents_applies (MadoStage *stage)
{
  MadoStageDocuments *self = MADO_STAGE_DOCUMENTS (stage);

  return mado_counter_is_origin (self->counter) && has_documents (self, FALSE);
}

static gboolean
mado_stage_documents_is_complete (MadoStage *stage)
{
  return !has_documents (MADO_STAGE_DOCUMENTS (stage), TRUE);
}

static void
mado_stage_documents_focus_first (MadoStage *stage)
{
  mado_answer_list_focus_first (MADO_ANSWER_LIST (MADO_STAGE_DOCUMENTS (stage)->list));
}

static gboolean
mado_stage_documents_key (MadoStage       *stage,
                         guint            keyval,
                         GdkModifierType  state)
{
  return mado_answer_list_key (MADO_ANSWER_LIST (MADO_STAGE_DOCUMENTS (stage)->list), keyval);
}

static void
stage_iface_init (MadoStageInterface *iface)
{
  iface->get_title = mado_stage_documents_get_title;
  iface->applies = mado_stage_documents_applies;
  iface->is_complete = mado_stage_documents_is_complete;
  iface->refresh = mado_stage_documents_refresh;
  iface->focus_first = mado_stage_documents_focus_first;
  iface->key = mado_stage_documents_key;
}

static void
mado_stage_documents_dispose (GObject *object)
{
  MadoStageDocuments *self = MADO_STAGE_DOCUMENTS (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->counter);
  G_OBJECT_CLASS (mado_stage_documents_parent_class)->dispose (object);
}

static void
mado_stage_documents_class_init (MadoStageDocumentsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_stage_documents_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
mado_stage_documents_init (MadoStageDocuments *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->hint = gtk_label_new (_("1 is here, 2 comes later, 3 is not needed. What comes later holds up only its own procedure."));
  gtk_label_set_xalign (GTK_LABEL (self->hint), 0);
  gtk_widget_add_css_class (self->hint, "stage-hint");
  gtk_box_append (GTK_BOX (self->box), self->hint);
  self->list = mado_answer_list_new (_("Documents"), _("Here"), _("Later"), _("Not needed"));
  g_signal_connect (self->list, "answered", G_CALLBACK (answered_cb), self);
  gtk_widget_set_vexpand (self->list, TRUE);
  gtk_box_append (GTK_BOX (self->box), self->list);
}

GtkWidget *
mado_stage_documents_new (MadoCounter *counter)
{
  MadoStageDocuments *self = g_object_new (MADO_TYPE_STAGE_DOCUMENTS, NULL);

  self->counter = g_object_ref (counter);
  return GTK_WIDGET (self);
}
