/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-card-pane-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/form/mado-field-value.h"

#define LINE_PATH "mado-path"

static const char *
proof_of (MadoCardKind kind)
{
  switch (kind)
    {
    case MADO_CARD_KIND_MYNUMBER:
      return "mn_card";
    case MADO_CARD_KIND_LICENCE:
      return "licence";
    case MADO_CARD_KIND_RESIDENCE:
      return "residence_card";
    case MADO_CARD_KIND_UNKNOWN:
    default:
      return NULL;
    }
}

/* --- one line ---------------------------------------------------------------------- */

static char *
label_of (MadoCardPane     *self,
          const MadoField  *field,
          const char       *eid)
{
  g_autofree char *name = eid ? mado_counter_person_name (self->counter, eid) : NULL;
  const char *label = mado_text_get (field->label, NULL);

  return name && *name ? g_strdup_printf ("%s %s", name, label) : g_strdup (label);
}

static char *
show_value (MadoCardPane    *self,
            const MadoField *field,
            GVariant        *value)
{
  return value ? mado_field_display (field, value, mado_counter_get_today (self->counter), NULL) : g_strdup (_("(empty)"));
}

static void
finish_if_done (MadoCardPane *self)
{
  mado_card_pane_refresh (self);
  if (mado_proposals_get_list (self->proposals)->len == 0)
    mado_card_pane_close (self);
}

static void
take (MadoCardPane *self,
      MadoChange   *change)
{
  mado_counter_set (self->counter, change->path, change->value, change->source);
}

static void
take_cb (GtkButton    *button,
         MadoCardPane *self)
{
  g_autofree char *path = g_strdup (g_object_get_data (G_OBJECT (button), LINE_PATH));
  g_autoptr (MadoChange) change = mado_proposals_take (self->proposals, path);

  if (change != NULL)
    take (self, change);
  finish_if_done (self);
}

static void
refuse_cb (GtkButton    *button,
           MadoCardPane *self)
{
  g_autofree char *path = g_strdup (g_object_get_data (G_OBJECT (button), LINE_PATH));

  mado_proposals_refuse (self->proposals, path);
  finish_if_done (self);
}

static GtkWidget *
button_new (MadoCardPane *self,
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

/* Label, what stands there → what the card says, where it stands from. */
static GtkWidget *
line_new (MadoCardPane       *self,
          const MadoProposal *proposal)
{
  const MadoField *field = NULL;
  g_autofree char *eid = NULL, *label = NULL, *before = NULL, *after = NULL, *text = NULL, *yes = NULL, *no = NULL;
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1), *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  if (!mado_form_path_parse (mado_counter_get_pack (self->counter), proposal->path, &field, NULL, &eid))
    return line;
  label = label_of (self, field, eid);
  before = show_value (self, field, proposal->old_value);
  after = show_value (self, field, proposal->new_value);
  text = g_strdup_printf ("%s → %s（%s）", before, after, mado_source_display (proposal->new_source));
  yes = g_strdup_printf (_("Take: %s %s"), label, after);
  no = g_strdup_printf (_("Do not take: %s %s"), label, after);
  gtk_box_append (GTK_BOX (row), text_new (label, "card-label"));
  gtk_box_append (GTK_BOX (row), button_new (self, _("Take"), yes, proposal->path, G_CALLBACK (take_cb)));
  gtk_box_append (GTK_BOX (row), button_new (self, _("Do not take"), no, proposal->path, G_CALLBACK (refuse_cb)));
  gtk_box_append (GTK_BOX (line), row);
  gtk_box_append (GTK_BOX (line), text_new (text, proposal->old_value ? "card-difference" : "card-value"));
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
  MadoPack *pack = mado_counter_get_pack (MADO_CARD_PANE (data)->counter);
  const MadoField *x = NULL, *y = NULL;

  mado_form_path_parse (pack, one->path, &x, NULL, NULL);
  mado_form_path_parse (pack, two->path, &y, NULL, NULL);
  if (x == NULL || y == NULL || x == y)
    return strcmp (one->path, two->path);
  if ((x->scope == MADO_SCOPE_PERSON) != (y->scope == MADO_SCOPE_PERSON))
    return x->scope == MADO_SCOPE_PERSON ? -1 : 1;
  return x->index < y->index ? -1 : 1;
}

void
mado_card_pane_show_lines (MadoCardPane *self)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  GtkWidget *child;

  if (self->proposals != NULL)
    g_ptr_array_extend (list, mado_proposals_get_list (self->proposals), NULL, NULL);
  g_ptr_array_sort_with_data (list, compare_lines, self);

  while ((child = gtk_widget_get_first_child (self->lines)) != NULL)
    gtk_box_remove (GTK_BOX (self->lines), child);
  for (guint i = 0; i < list->len; i++)
    gtk_box_append (GTK_BOX (self->lines), line_new (self, g_ptr_array_index (list, i)));
}

/* --- what was read ------------------------------------------------------------------- */

static void
tell_missing (MadoCardPane       *self,
              const MadoCardData *data)
{
  g_autofree char *number = g_strdup_printf ("%u", data->name_gaiji + data->address_gaiji);
  g_autofree char *text = NULL;

  if (data->name_gaiji + data->address_gaiji == 0)
    {
      gtk_label_set_text (GTK_LABEL (self->state), _("Alt+A takes all of it, Esc nothing."));
      gtk_widget_set_visible (self->state, TRUE);
      return;
    }
  text = g_strdup_printf (_("%s characters cannot be read from the card (〓). Please type that name or address from the card: %s %s"),
                          number, data->name_gaiji ? data->name : "", data->address_gaiji ? data->address : "");
  gtk_label_set_text (GTK_LABEL (self->state), text);
  gtk_widget_set_visible (self->state, TRUE);
}

static void
tell_differences (MadoCardPane         *self,
                  const MadoCardPerson *card)
{
  guint n = mado_card_values_count_differences (self->proposals);
  g_autofree char *number = g_strdup_printf ("%u", n);
  g_autofree char *text = NULL;

  if (!mado_card_values_is_valid (card, mado_counter_get_reader (self->counter)->today))
    mado_card_pane_tell (self, MADO_MESSAGE_WARNING, _("This card is past its date. It does not count as an identity document."));
  if (n == 0)
    return;
  text = g_strdup_printf (_("The card differs from what stands here in %s fields. Please compare them."), number);
  mado_card_pane_tell (self, MADO_MESSAGE_WARNING, text);
}

void
mado_card_pane_propose (MadoCardPane *self)
{
  const MadoCardData *data = mado_card_session_get_data (self->session);
  const MadoFormReader *reader = mado_counter_get_reader (self->counter);
  const MadoEvent *event = mado_counter_get_event (self->counter);
  const MadoCardPerson card = {
    .name = data->name, .address = data->address, .birth = data->birth, .sex = data->sex,
    .expiry = self->expiry && *self->expiry ? self->expiry : data->expiry,
    .proof = proof_of (mado_card_session_get_kind (self->session)),
    .name_missing = data->name_gaiji, .address_missing = data->address_gaiji,
  };
  g_autoptr (MadoFixedProvider) provider = mado_fixed_provider_new ("card", MADO_SOURCE_CARD);
  g_autofree char *eid = g_strdup (mado_card_values_find_person (reader, &card));

  /* A card that brings no name has no line of its own. */
  if (eid == NULL && *data->name != '\0' && !(event && event->mourning))
    eid = g_strdup (mado_counter_add_person (self->counter));
  mado_card_values_place (mado_counter_get_pack (self->counter), event, reader, &card, eid, provider);
  g_clear_object (&self->proposals);
  self->proposals = mado_proposals_new (mado_counter_get_pack (self->counter));
  g_signal_connect_object (self->proposals, "changed", G_CALLBACK (mado_card_pane_show_lines), self, G_CONNECT_SWAPPED);
  mado_proposals_add (self->proposals, MADO_PROVIDER (provider));
  mado_card_pane_refresh (self);
  mado_card_pane_show_lines (self);
  tell_missing (self, data);
  tell_differences (self, &card);
  if (mado_proposals_get_list (self->proposals)->len > 0)
    {
      gtk_widget_child_focus (self->lines, GTK_DIR_TAB_FORWARD);
      return;
    }
  mado_card_pane_tell (self, MADO_MESSAGE_INFO, _("All that the card says stands here already."));
  mado_card_pane_close (self);
}

void
mado_card_pane_take_all (MadoCardPane *self)
{
  g_autoptr (GPtrArray) changes = mado_proposals_take_all (self->proposals, "");

  for (guint i = 0; i < changes->len; i++)
    take (self, g_ptr_array_index (changes, i));
  mado_card_pane_tell (self, MADO_MESSAGE_INFO, _("What the card says was taken over. It can be changed like anything typed."));
  mado_card_pane_close (self);
}
