/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-proposal-list.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/form/mado-field-value.h"

#define LINE_PATH   "mado-path"
#define LINE_KEY    "mado-key"
#define LINE_TAKE   "mado-take" /* the line's first button */
#define CROP_HEIGHT 34

/* What is known of a line beyond its value. */
typedef struct
{
  GdkTexture *crop; /* nullable */
  gboolean    doubtful;
  char       *line; /* of the paper's table; nullable */
} Mark;

struct _MadoProposalList
{
  GtkWidget      parent_instance;

  GtkWidget     *scroller;
  GtkWidget     *lines;

  MadoCounter   *counter;
  MadoProposals *proposals; /* nullable */
  GHashTable    *marks;     /* path → Mark */
};

enum { DONE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoProposalList, mado_proposal_list, GTK_TYPE_WIDGET)

static void
mark_free (gpointer data)
{
  Mark *mark = data;

  g_clear_object (&mark->crop);
  g_free (mark->line);
  g_free (mark);
}

/* --- one line ---------------------------------------------------------------------- */

static char *
label_of (MadoProposalList *self,
          const MadoField  *field,
          const char       *eid,
          const Mark       *mark)
{
  g_autofree char *name = eid ? mado_counter_person_name (self->counter, eid) : NULL;
  const char *label = mado_text_get (field->label, NULL);

  if (name && *name)
    return g_strdup_printf ("%s %s", name, label);
  return mark && mark->line ? g_strdup_printf (C_("paper", "Line %s: %s"), mark->line, label) : g_strdup (label);
}

static char *
show_value (MadoProposalList *self,
            const MadoField *field,
            GVariant        *value)
{
  return value ? mado_field_display (field, value, mado_counter_get_today (self->counter), NULL) : g_strdup (_("(empty)"));
}

static void
finish_if_done (MadoProposalList *self)
{
  mado_proposal_list_refresh (self);
  if (mado_proposal_list_count (self) == 0)
    g_signal_emit (self, signals[DONE], 0);
  else if (gtk_widget_get_focus_child (self->lines) == NULL)
    mado_proposal_list_focus (self);
}

static void
take (MadoProposalList *self,
      MadoChange   *change)
{
  mado_counter_set (self->counter, change->path, change->value, change->source);
}

static void
take_cb (GtkButton    *button,
         MadoProposalList *self)
{
  g_autofree char *path = g_strdup (g_object_get_data (G_OBJECT (button), LINE_PATH));
  g_autoptr (MadoChange) change = mado_proposals_take (self->proposals, path);

  if (change != NULL)
    take (self, change);
  finish_if_done (self);
}

static void
refuse_cb (GtkButton    *button,
           MadoProposalList *self)
{
  g_autofree char *path = g_strdup (g_object_get_data (G_OBJECT (button), LINE_PATH));

  mado_proposals_refuse (self->proposals, path);
  finish_if_done (self);
}

static GtkWidget *
button_new (MadoProposalList *self,
            const char   *label,
            const char   *spoken,
            const char   *path,
            GCallback     callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_object_set_data_full (G_OBJECT (button), LINE_PATH, g_strdup (path), g_free);
  g_signal_connect (button, "clicked", callback, self);
  return button;
}

static GtkWidget *
text_new (const char *text,
          const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, style);
  return label;
}

static char *
doubt_of (const Mark *mark)
{
  return mark->line ? g_strdup_printf (_("Not read with certainty: please compare it with line %s of the paper."), mark->line)
                    : g_strdup (_("Not read with certainty: please compare it with the paper."));
}

static GtkWidget *
picture_new (GdkTexture *crop,
             const char *label)
{
  GtkWidget *picture = gtk_picture_new_for_paintable (GDK_PAINTABLE (crop));
  g_autofree char *spoken = g_strdup_printf (_("%s on the paper"), label);

  gtk_picture_set_alternative_text (GTK_PICTURE (picture), spoken);
  gtk_picture_set_can_shrink (GTK_PICTURE (picture), TRUE);
  gtk_widget_set_size_request (picture, -1, CROP_HEIGHT);
  gtk_widget_set_halign (picture, GTK_ALIGN_START);
  return picture;
}

/* Label, what stands there → what the card says, where it stands from. */
static GtkWidget *
line_new (MadoProposalList   *self,
          const MadoProposal *proposal)
{
  const MadoField *field = NULL;
  g_autofree char *eid = NULL, *label = NULL, *before = NULL, *after = NULL, *text = NULL, *yes = NULL, *no = NULL;
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1), *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *button;
  const Mark *mark = g_hash_table_lookup (self->marks, proposal->path);
  gboolean otherwise;

  if (!mado_form_path_parse (mado_counter_get_pack (self->counter), proposal->path, &field, NULL, &eid))
    return line;
  label = label_of (self, field, eid, mark);
  before = show_value (self, field, proposal->old_value);
  after = show_value (self, field, proposal->new_value);
  otherwise = proposal->old_value && proposal->alike == MADO_ALIKE_WRITTEN_OTHERWISE;
  /* Translators: what stands there → what the card says (where it is from, and that only the characters differ) */
  text = otherwise ? g_strdup_printf (_("%s → %s (%s, written otherwise)"), before, after, mado_source_display (proposal->new_source))
                   : g_strdup_printf ("%s → %s（%s）", before, after, mado_source_display (proposal->new_source));
  yes = g_strdup_printf (_("Take: %s %s"), label, after);
  no = g_strdup_printf (_("Do not take: %s %s"), label, after);
  gtk_box_append (GTK_BOX (row), text_new (label, "card-label"));
  button = button_new (self, _("Take"), yes, proposal->path, G_CALLBACK (take_cb));
  gtk_box_append (GTK_BOX (row), button);
  g_object_set_data (G_OBJECT (line), LINE_TAKE, button);
  gtk_box_append (GTK_BOX (row), button_new (self, _("Do not take"), no, proposal->path, G_CALLBACK (refuse_cb)));
  gtk_box_append (GTK_BOX (line), row);
  gtk_box_append (GTK_BOX (line), text_new (text, proposal->old_value && !otherwise ? "card-difference" : "card-value"));
  if (mark && mark->crop)
    gtk_box_append (GTK_BOX (line), picture_new (mark->crop, label));
  if (mark && mark->doubtful)
    {
      g_autofree char *doubt = doubt_of (mark);

      gtk_box_append (GTK_BOX (line), text_new (doubt, "card-doubt"));
    }
  gtk_widget_add_css_class (line, "card-line");
  return line;
}

/* As the pack orders its fields, persons first. */
static int
compare_lines (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  const MadoProposal *one = *(const MadoProposal *const *) a, *two = *(const MadoProposal *const *) b;
  MadoPack *pack = mado_counter_get_pack (MADO_PROPOSAL_LIST (data)->counter);
  const MadoField *x = NULL, *y = NULL;

  mado_form_path_parse (pack, one->path, &x, NULL, NULL);
  mado_form_path_parse (pack, two->path, &y, NULL, NULL);
  if (x == NULL || y == NULL || x == y)
    return strcmp (one->path, two->path);
  if ((x->scope == MADO_SCOPE_PERSON) != (y->scope == MADO_SCOPE_PERSON))
    return x->scope == MADO_SCOPE_PERSON ? -1 : 1;
  return x->index < y->index ? -1 : 1;
}

/* What a line says: another value, or a doubt that was not known yet, makes it
 * another line. */
static char *
key_of (MadoProposalList   *self,
        const MadoProposal *proposal)
{
  g_autofree char *before = proposal->old_value ? g_variant_print (proposal->old_value, FALSE) : g_strdup ("");
  g_autofree char *after = g_variant_print (proposal->new_value, FALSE);
  const Mark *mark = g_hash_table_lookup (self->marks, proposal->path);

  return g_strdup_printf ("%s\n%s\n%s\n%d\n%p", proposal->path, before, after, proposal->alike, (const void *) mark);
}

static gboolean
is_line (GtkWidget  *line,
         const char *key)
{
  return line != NULL && g_str_equal (g_object_get_data (G_OBJECT (line), LINE_KEY), key);
}

/* The window moves a focus that goes with its widget, but only after the next
 * frame, and then onto whatever follows: “do not take”. So it is let go before. */
static void
remove_line (MadoProposalList *self,
             GtkWidget        *line)
{
  GtkRoot *root = gtk_widget_get_root (line);

  if (root != NULL && gtk_widget_get_focus_child (self->lines) == line)
    gtk_root_set_focus (root, NULL);
  gtk_box_remove (GTK_BOX (self->lines), line);
}

/* Lines that stay are not made anew: the focus, and a key that comes right after
 * another, find them where they were. If the line with the focus goes, the first
 * one gets it: nobody is left without a place to type. */
static void
show_lines (MadoProposalList *self)
{
  gboolean had_focus = gtk_widget_get_focus_child (self->lines) != NULL;
  g_autoptr (GPtrArray) list = g_ptr_array_new (), keys = g_ptr_array_new_with_free_func (g_free);
  GtkWidget *at, *last = NULL;

  if (self->proposals != NULL)
    g_ptr_array_extend (list, mado_proposals_get_list (self->proposals), NULL, NULL);
  g_ptr_array_sort_with_data (list, compare_lines, self);
  for (guint i = 0; i < list->len; i++)
    g_ptr_array_add (keys, key_of (self, g_ptr_array_index (list, i)));

  at = gtk_widget_get_first_child (self->lines);
  while (at != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (at);

      if (!g_ptr_array_find_with_equal_func (keys, g_object_get_data (G_OBJECT (at), LINE_KEY), g_str_equal, NULL))
        remove_line (self, at);
      at = next;
    }
  at = gtk_widget_get_first_child (self->lines);
  for (guint i = 0; i < list->len; i++)
    {
      const char *key = g_ptr_array_index (keys, i);

      if (!is_line (at, key))
        {
          GtkWidget *line = line_new (self, g_ptr_array_index (list, i));

          g_object_set_data_full (G_OBJECT (line), LINE_KEY, g_strdup (key), g_free);
          gtk_box_insert_child_after (GTK_BOX (self->lines), line, last);
          at = line;
        }
      last = at;
      at = gtk_widget_get_next_sibling (at);
    }
  if (had_focus && gtk_widget_get_focus_child (self->lines) == NULL)
    mado_proposal_list_focus (self);
}

/* --- the type ------------------------------------------------------------------------------- */

static void
mado_proposal_list_dispose (GObject *object)
{
  MadoProposalList *self = MADO_PROPOSAL_LIST (object);

  g_clear_object (&self->proposals);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->counter);
  G_OBJECT_CLASS (mado_proposal_list_parent_class)->dispose (object);
}

static void
mado_proposal_list_finalize (GObject *object)
{
  g_hash_table_unref (MADO_PROPOSAL_LIST (object)->marks);
  G_OBJECT_CLASS (mado_proposal_list_parent_class)->finalize (object);
}

static void
mado_proposal_list_class_init (MadoProposalListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_proposal_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_proposal_list_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[DONE] = g_signal_new ("done", MADO_TYPE_PROPOSAL_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mado_proposal_list_init (MadoProposalList *self)
{
  self->marks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, mark_free);
  self->lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->lines);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
}

GtkWidget *
mado_proposal_list_new (MadoCounter *counter)
{
  MadoProposalList *self = g_object_new (MADO_TYPE_PROPOSAL_LIST, NULL);

  self->counter = g_object_ref (counter);
  return GTK_WIDGET (self);
}

void
mado_proposal_list_set (MadoProposalList *self,
                        MadoProposals    *proposals)
{
  if (self->proposals != NULL)
    g_signal_handlers_disconnect_by_data (self->proposals, self);
  g_set_object (&self->proposals, proposals);
  g_hash_table_remove_all (self->marks);
  if (proposals != NULL)
    g_signal_connect_object (proposals, "changed", G_CALLBACK (show_lines), self, G_CONNECT_SWAPPED);
  show_lines (self);
}

void
mado_proposal_list_mark (MadoProposalList *self,
                         const char       *path,
                         GBytes           *crop,
                         gboolean          doubtful,
                         const char       *line)
{
  Mark *mark = g_new0 (Mark, 1);

  mark->crop = crop ? gdk_texture_new_from_bytes (crop, NULL) : NULL;
  mark->doubtful = doubtful;
  mark->line = g_strdup (line);
  g_hash_table_replace (self->marks, g_strdup (path), mark);
}

void
mado_proposal_list_refresh (MadoProposalList *self)
{
  if (self->proposals == NULL)
    return;
  mado_proposals_refresh (self->proposals, mado_counter_get_reader (self->counter));
  show_lines (self);
}

guint
mado_proposal_list_count (MadoProposalList *self)
{
  return self->proposals != NULL ? mado_proposals_get_list (self->proposals)->len : 0;
}

static gboolean
is_doubtful (MadoProposalList *self,
             const char       *path)
{
  const Mark *mark = g_hash_table_lookup (self->marks, path);

  return mark != NULL && mark->doubtful;
}

guint
mado_proposal_list_count_doubtful (MadoProposalList *self)
{
  GPtrArray *list = self->proposals != NULL ? mado_proposals_get_list (self->proposals) : NULL;
  guint n = 0;

  for (guint i = 0; list != NULL && i < list->len; i++)
    n += is_doubtful (self, ((const MadoProposal *) g_ptr_array_index (list, i))->path);
  return n;
}

guint
mado_proposal_list_take_all (MadoProposalList *self)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *list = self->proposals != NULL ? mado_proposals_get_list (self->proposals) : NULL;

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const MadoProposal *proposal = g_ptr_array_index (list, i);

      if (!is_doubtful (self, proposal->path))
        g_ptr_array_add (paths, g_strdup (proposal->path));
    }
  for (guint i = 0; i < paths->len; i++)
    {
      g_autoptr (MadoChange) change = mado_proposals_take (self->proposals, g_ptr_array_index (paths, i));

      if (change != NULL)
        take (self, change);
    }
  mado_proposal_list_refresh (self);
  if (mado_proposal_list_count (self) > 0)
    mado_proposal_list_focus (self);
  return mado_proposal_list_count (self);
}

void
mado_proposal_list_focus (MadoProposalList *self)
{
  GtkWidget *line = gtk_widget_get_first_child (self->lines);
  GtkWidget *take = line != NULL ? g_object_get_data (G_OBJECT (line), LINE_TAKE) : NULL;

  /* By name: moving forward from where the focus was could end on “do not take”. */
  if (take != NULL)
    gtk_widget_grab_focus (take);
}
