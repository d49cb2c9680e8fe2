/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-slip-flow.h"

#include <string.h>

#include "print/mado-slip-draw.h"
#include "print/mado-slip-words.h"

/* One line of text with what stands beside it. */
typedef struct
{
  MadoTextBlock      *block; /* borrowed; shared by the lines of a text */
  MadoTextBlock      *label; /* left of the first line */
  int                 line;
  double              x;
  double              label_x;
  double              gap;    /* above */
  double              height;
  gboolean            bullet;
  MadoSlipSheetState  badge;
  int                 page;
  double              y;
} Row;

/* What must stay together if a page can hold it. */
typedef struct
{
  GPtrArray *rows;
  double     height;
} Group;

/* A frame on one page: a window, or a part of it that a page end cut. */
typedef struct
{
  const MadoSlipSheetStop *stop; /* NULL: the way back */
  gboolean                 continued;
  int                      page;
  double                   y;
  double                   end;
} Frame;

struct _MadoSlipFlow
{
  const MadoSlipSheet *sheet;
  MadoSlipMetrics      m;
  cairo_t             *cr;     /* borrowed, while being made */
  GPtrArray           *blocks; /* owns the text blocks */
  GPtrArray           *rows;
  GArray              *frames;
  int                  page;
  double               y;
};

static MadoTextBlock *
set_text (MadoSlipFlow *self,
          const char   *text,
          double        size,
          gboolean      bold,
          double        width)
{
  MadoTextBlock *block = mado_text_block_new (self->cr, text,
    &(MadoTextStyle) { .size = size, .bold = bold, .width = width });

  g_ptr_array_add (self->blocks, block);
  return block;
}

/* One bold line, a little smaller if need be; broken only if that is not enough. */
static MadoTextBlock *
set_line (MadoSlipFlow *self,
          const char   *text,
          double        size,
          double        width)
{
  MadoTextBlock *block = mado_text_block_new_line (self->cr, text,
    &(MadoTextStyle) { .size = size, .bold = TRUE, .width = width }, 0.75);

  g_ptr_array_add (self->blocks, block);
  return block;
}

static void
group_add (Group         *group,
           MadoTextBlock *block,
           double         x,
           double         gap)
{
  double leading = mado_text_block_get_leading (block);
  int lines = mado_text_block_get_lines (block);

  for (int i = 0; i < lines; i++)
    {
      Row *row = g_new0 (Row, 1);

      row->block = block;
      row->line = i;
      row->x = x;
      row->gap = i == 0 ? gap : 0;
      row->height = i + 1 < lines ? leading : mado_text_block_get_size (block) * 1.12;
      g_ptr_array_add (group->rows, row);
      group->height += row->gap + row->height;
    }
}

static Row *
group_first (Group *group,
             guint  from)
{
  return g_ptr_array_index (group->rows, from);
}

/* --- frames -------------------------------------------------------------- */

static Frame *
current_frame (MadoSlipFlow *self)
{
  return &g_array_index (self->frames, Frame, self->frames->len - 1);
}

static double
heading_height (const MadoSlipFlow *self)
{
  return MAX (self->m.desk_size * 1.35, self->m.framed ? 0 : self->m.number_size * 1.25);
}

/* A frame is never lower than the number with the word below it. */
static double
least_height (const MadoSlipFlow *self)
{
  return self->m.framed ? self->m.number_size * 1.75 + 2 * self->m.pad : 0;
}

static void
open_frame (MadoSlipFlow            *self,
            const MadoSlipSheetStop *stop,
            gboolean                 continued)
{
  Frame frame = { stop, continued, self->page, self->y, self->y };

  g_array_append_val (self->frames, frame);
  if (stop != NULL)
    self->y += self->m.pad + heading_height (self);
}

static void
close_frame (MadoSlipFlow *self)
{
  Frame *frame = current_frame (self);

  self->y = MAX (self->y + self->m.pad,
                 frame->y + (frame->stop != NULL ? least_height (self) : 0));
  frame->end = self->y;
  self->y += self->m.gap;
}

static void
new_page (MadoSlipFlow *self)
{
  self->page++;
  self->y = self->m.next_top;
}

static double
space_left (const MadoSlipFlow *self)
{
  return self->m.bottom - self->m.pad - self->y;
}

static double
space_of_page (const MadoSlipFlow *self)
{
  return self->m.bottom - self->m.next_top - 2 * self->m.pad - heading_height (self);
}

/* --- placing --------------------------------------------------------------- */

static void
break_frame (MadoSlipFlow *self)
{
  const MadoSlipSheetStop *stop = current_frame (self)->stop;

  close_frame (self);
  new_page (self);
  open_frame (self, stop, TRUE);
}

static void
place_row (MadoSlipFlow *self,
           Row          *row)
{
  self->y += row->gap;
  row->page = self->page;
  row->y = self->y;
  self->y += row->height;
  g_ptr_array_add (self->rows, row);
}

/* Inside the frame of a window. */
static void
place_group (MadoSlipFlow *self,
             Group        *group)
{
  if (group->height > space_left (self) && group->height <= space_of_page (self))
    break_frame (self);

  for (guint i = 0; i < group->rows->len; i++)
    {
      Row *row = g_ptr_array_index (group->rows, i);

      if (row->gap + row->height > space_left (self))
        break_frame (self);
      place_row (self, row);
    }
  g_ptr_array_unref (group->rows);
}

static Group
group_new (void)
{
  return (Group) { g_ptr_array_new (), 0 };
}

/* --- what a window says ------------------------------------------------------ */

static double
body_x (const MadoSlipFlow *self)
{
  return self->m.left + (self->m.framed ? self->m.number_width + 2 * self->m.pad : self->m.pad);
}

static double
body_width (const MadoSlipFlow *self)
{
  return self->m.left + self->m.width - self->m.pad - body_x (self);
}

static double
bullet_width (const MadoSlipFlow *self)
{
  return self->m.title_size * 0.8;
}

static char *
join (GPtrArray *texts)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < texts->len; i++)
    {
      if (i > 0)
        g_string_append (out, WORD_COMMA);
      g_string_append (out, g_ptr_array_index (texts, i));
    }
  return g_string_free (out, FALSE);
}

static void
add_detail (MadoSlipFlow *self,
            Group        *group,
            const char   *label,
            const char   *text,
            gboolean      bold)
{
  double size = self->m.detail_size;
  double x = body_x (self) + bullet_width (self);
  double indent = label != NULL ? size * 3.5 : 0;
  guint first = group->rows->len;

  if (text == NULL || *text == '\0')
    return;
  group_add (group, set_text (self, text, size, bold,
                              body_width (self) - bullet_width (self) - indent),
             x + indent, size * 0.3);
  if (label != NULL)
    {
      group_first (group, first)->label = set_text (self, label, size, TRUE, 0);
      group_first (group, first)->label_x = x;
    }
}

static void
add_list (MadoSlipFlow *self,
          Group        *group,
          const char   *label,
          GPtrArray    *texts,
          gboolean      bold)
{
  g_autofree char *text = join (texts);

  add_detail (self, group, label, text, bold);
}

static Group
procedure_group (MadoSlipFlow                 *self,
                 const MadoSlipSheetProcedure *procedure)
{
  Group group = group_new ();
  double badge = procedure->state == MADO_SLIP_SHEET_TODO ? 0
                   : mado_slip_badge_width (self->m.detail_size) + self->m.pad;

  group_add (&group, set_text (self, procedure->title, self->m.title_size, TRUE,
                               body_width (self) - bullet_width (self) - badge),
             body_x (self) + bullet_width (self), self->m.title_size * 0.55);
  group_first (&group, 0)->bullet = TRUE;
  group_first (&group, 0)->badge = procedure->state;

  add_list (self, &group, WORD_BRING, procedure->bring, FALSE);
  add_list (self, &group, WORD_MISSING, procedure->missing, TRUE);
  add_detail (self, &group, WORD_DEADLINE, procedure->deadline, TRUE);
  add_detail (self, &group, NULL, procedure->note, FALSE);
  return group;
}

static double
groups_height (GArray *groups,
               guint   first)
{
  return first < groups->len ? g_array_index (groups, Group, first).height : 0;
}

static void
flow_stop (MadoSlipFlow            *self,
           const MadoSlipSheetStop *stop)
{
  g_autoptr (GArray) groups = g_array_new (FALSE, FALSE, sizeof (Group));
  double least;

  if (stop->note != NULL && *stop->note != '\0')
    {
      Group note = group_new ();

      add_detail (self, &note, NULL, stop->note, FALSE);
      g_array_append_val (groups, note);
    }
  for (guint i = 0; i < stop->procedures->len; i++)
    {
      Group group = procedure_group (self, g_ptr_array_index (stop->procedures, i));

      g_array_append_val (groups, group);
    }

  /* The heading never stands alone at the foot of a page. */
  least = MAX (self->m.pad + heading_height (self) + groups_height (groups, 0),
               least_height (self));
  if (least > space_left (self) && self->y > self->m.next_top)
    new_page (self);

  open_frame (self, stop, FALSE);
  for (guint i = 0; i < groups->len; i++)
    place_group (self, &g_array_index (groups, Group, i));
  close_frame (self);
}

static char *
return_text (const char *window)
{
  gboolean number = strspn (window, "0123456789") == strlen (window);

  return g_strdup_printf (number ? WORD_RETURN_NUMBER : WORD_RETURN_WINDOW, window);
}

static void
flow_return (MadoSlipFlow *self)
{
  const MadoSlipSheet *sheet = self->sheet;
  g_autofree char *text = NULL;
  g_autofree char *collect = NULL;
  Group group;

  if (sheet->return_to == NULL || *sheet->return_to == '\0')
    return;

  group = group_new ();
  text = return_text (sheet->return_to);
  group_add (&group, set_line (self, text, self->m.return_size, self->m.width - 4 * self->m.pad),
             self->m.left + 2 * self->m.pad, self->m.pad);
  if (sheet->return_what != NULL && *sheet->return_what != '\0')
    {
      collect = g_strdup_printf (WORD_COLLECT, sheet->return_what);
      group_add (&group, set_text (self, collect, self->m.title_size, FALSE,
                                   self->m.width - 4 * self->m.pad),
                 self->m.left + 2 * self->m.pad, self->m.title_size * 0.4);
    }

  if (group.height + self->m.pad > space_left (self))
    new_page (self);
  open_frame (self, NULL, FALSE);
  place_group (self, &group);
  close_frame (self);
}

static void
place_plain_group (MadoSlipFlow *self,
                   Group         group)
{
  if (group.height > space_left (self))
    new_page (self);
  for (guint i = 0; i < group.rows->len; i++)
    {
      Row *row = g_ptr_array_index (group.rows, i);

      if (row->gap + row->height > space_left (self))
        new_page (self);
      place_row (self, row);
    }
  g_ptr_array_unref (group.rows);
}

static void
flow_referrals (MadoSlipFlow *self)
{
  double x = self->m.left + self->m.pad;
  double width = self->m.width - 2 * self->m.pad;

  for (guint i = 0; i < self->sheet->referrals->len; i++)
    {
      const MadoSlipSheetReferral *referral = g_ptr_array_index (self->sheet->referrals, i);
      g_autofree char *text = NULL;
      Group group = group_new ();
      guint first;

      if (i == 0)
        group_add (&group, set_text (self, WORD_REFERRALS, self->m.detail_size, TRUE, width),
                   x, self->m.gap);
      first = group.rows->len;
      text = g_strjoin ("　", referral->title, referral->where, NULL);
      group_add (&group, set_text (self, text, self->m.detail_size, FALSE,
                                   width - bullet_width (self)),
                 x + bullet_width (self), self->m.detail_size * 0.5);
      group_first (&group, first)->bullet = TRUE;
      place_plain_group (self, group);
    }
}

/* --- public ------------------------------------------------------------------- */

MadoSlipFlow *
mado_slip_flow_new (cairo_t               *cr,
                    const MadoSlipSheet   *sheet,
                    const MadoSlipMetrics *metrics)
{
  MadoSlipFlow *self = g_new0 (MadoSlipFlow, 1);

  self->sheet = sheet;
  self->m = *metrics;
  self->cr = cr;
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_text_block_free);
  self->rows = g_ptr_array_new_with_free_func (g_free);
  self->frames = g_array_new (FALSE, TRUE, sizeof (Frame));
  self->y = metrics->top;

  for (guint i = 0; i < sheet->stops->len; i++)
    flow_stop (self, g_ptr_array_index (sheet->stops, i));
  flow_return (self);
  flow_referrals (self);
  self->cr = NULL;
  return self;
}

void
mado_slip_flow_free (MadoSlipFlow *self)
{
  g_ptr_array_unref (self->blocks);
  g_ptr_array_unref (self->rows);
  g_array_unref (self->frames);
  g_free (self);
}

int
mado_slip_flow_get_pages (const MadoSlipFlow *self)
{
  return self->page + 1;
}

double
mado_slip_flow_get_end (const MadoSlipFlow *self)
{
  return self->y;
}

static void
draw_row (const MadoSlipFlow *self,
          cairo_t            *cr,
          const Row          *row)
{
  double size = mado_text_block_get_size (row->block);

  if (row->bullet)
    mado_slip_draw_bullet (cr, row->x - bullet_width (self) * 0.62, row->y + size * 0.5,
                           size * 0.17);
  if (row->label != NULL)
    mado_text_block_draw (row->label, cr, row->label_x, row->y);
  if (row->badge != MADO_SLIP_SHEET_TODO)
    mado_slip_draw_badge (cr, row->badge,
                          self->m.left + self->m.width - self->m.pad -
                            mado_slip_badge_width (self->m.detail_size),
                          row->y + size * 0.5, self->m.detail_size);
  mado_text_block_draw_line (row->block, cr, row->line, row->x, row->y);
}

static void
draw_heading (const MadoSlipFlow *self,
              cairo_t            *cr,
              const Frame        *frame)
{
  const MadoSlipSheetStop *stop = frame->stop;
  double number_end = self->m.left + self->m.number_width;
  double x = self->m.framed ? body_x (self) : number_end + self->m.pad;
  double y = frame->y + self->m.pad + (heading_height (self) - self->m.desk_size) / 2;
  double right = self->m.left + self->m.width - self->m.pad;
  double room = right - x - (frame->continued ? 0 : self->m.tick * (self->m.tick_word ? 1.9 : 1.1));
  g_autofree char *title = g_strdup_printf ("%s%s%s%s", stop->desk != NULL ? stop->desk : "",
                                            stop->floor != NULL && *stop->floor ? "　" : "",
                                            stop->floor != NULL ? stop->floor : "",
                                            frame->continued ? WORD_CONTINUED : "");
  g_autoptr (MadoTextBlock) block = NULL;

  block = mado_text_block_new_fitted (cr, title,
    &(MadoTextStyle) { .size = self->m.desk_size, .bold = TRUE, .width = room, .leading = self->m.desk_size * 1.1 },
    self->m.desk_size * 1.2, self->m.desk_size * 0.35, NULL);
  mado_text_block_draw (block, cr, x,
                        y + (self->m.desk_size - mado_text_block_get_height (block)) / 2);
  if (!frame->continued)
    mado_slip_draw_tick_box (cr, stop->done, self->m.tick_word, right - self->m.tick,
                             frame->y + self->m.pad, self->m.tick);
}

static void
draw_frame (const MadoSlipFlow *self,
            cairo_t            *cr,
            const Frame        *frame)
{
  double height = frame->end - frame->y;

  if (frame->stop == NULL)
    {
      mado_slip_draw_box (cr, self->m.left, frame->y, self->m.width, height, 0.9);
      return;
    }
  if (self->m.framed)
    mado_slip_draw_window_frame (cr, self->m.left, frame->y, self->m.width, height,
                                 self->m.number_width);
  else
    mado_slip_draw_rule (cr, self->m.left, frame->y, self->m.width, 0.4);

  mado_slip_draw_number (cr, frame->stop->number, self->m.left,
                         frame->y + self->m.pad +
                           (self->m.framed ? 0 : (heading_height (self) - self->m.number_size) / 2),
                         self->m.number_width, self->m.number_size, self->m.framed);
  draw_heading (self, cr, frame);
}

void
mado_slip_flow_draw_page (const MadoSlipFlow *self,
                          cairo_t            *cr,
                          int                 page)
{
  for (guint i = 0; i < self->frames->len; i++)
    {
      const Frame *frame = &g_array_index (self->frames, Frame, i);

      if (frame->page == page)
        draw_frame (self, cr, frame);
    }
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = g_ptr_array_index (self->rows, i);

      if (row->page == page)
        draw_row (self, cr, row);
    }
}
