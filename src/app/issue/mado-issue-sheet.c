/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/issue/mado-issue-sheet.h"

#include <glib/gi18n.h>

#include "core/base/mado-case-code.h"
#include "core/model/mado-case-path.h"

/* The fixed words are Japanese: paper of the city. */
#define WORD_HONORIFIC "%s 様"
#define WORD_ACCEPTED  "受け付けた手続き"
#define WORD_CONTENT   "%s"
#define WORD_HIDDEN    "＊"
#define WORD_MISSING   "%s"
#define WORD_UNTIL     "期限　%sまで"
#define WORD_SENT      "送る書類"
#define WORD_SENT_TO   "%s あて"
#define WORD_WINDOW    "%s　%s番窓口"

/* --- which procedures ------------------------------------------------------------- */

static gboolean
is_accepted (MadoProcState state)
{
  return mado_proc_state_is_accepted (state) || state == MADO_STATE_CLOSED;
}

/* A sensitive procedure stands only on the paper of its own desk. */
static gboolean
may_be_named (MadoCounter         *counter,
              const MadoProcedure *procedure)
{
  return !procedure->sensitive || g_str_equal (procedure->desk->id, mado_counter_get_scope (counter));
}

static gboolean
belongs (MadoCounter         *counter,
         const MadoIssueKind *kind,
         const MadoProcedure *procedure)
{
  MadoProcState state = mado_counter_get_state (counter, procedure->id);

  if (!may_be_named (counter, procedure) || (kind->procedure != NULL && kind->procedure != procedure))
    return FALSE;
  switch (kind->shape)
    {
    case MADO_ISSUE_NOTICE:
      return state == MADO_STATE_HELD;
    case MADO_ISSUE_DISPATCH:
      return state == MADO_STATE_FORWARDED || !mado_counter_is_mine (counter, procedure->id);
    case MADO_ISSUE_ACCEPTED:
    case MADO_ISSUE_VALUES:
    default:
      return is_accepted (state);
    }
}

/* const MadoProcedure* (container). */
static GPtrArray *
list (MadoCounter         *counter,
      const MadoIssueKind *kind)
{
  const char *const *ids = mado_counter_list_procedures (counter);
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; ids[i] != NULL; i++)
    {
      const MadoProcedure *procedure = mado_pack_get_procedure (mado_counter_get_pack (counter), ids[i]);

      if (procedure != NULL && belongs (counter, kind, procedure))
        g_ptr_array_add (found, (gpointer) procedure);
    }
  return found;
}

const char *
mado_issue_why_not (MadoCounter         *counter,
                    const MadoIssueKind *kind)
{
  g_autoptr (GPtrArray) procedures = list (counter, kind);

  if (procedures->len > 0 || kind->shape == MADO_ISSUE_NOTICE || kind->shape == MADO_ISSUE_DISPATCH)
    return NULL;
  return kind->procedure != NULL ? _("Its procedure was not accepted here yet.") : _("Nothing was accepted here yet.");
}

const char *
mado_issue_section (MadoCounter         *counter,
                    const MadoIssueKind *kind)
{
  g_autoptr (GPtrArray) procedures = list (counter, kind);

  for (guint i = 0; i < procedures->len; i++)
    if (((const MadoProcedure *) procedures->pdata[i])->sensitive)
      return ((const MadoProcedure *) procedures->pdata[i])->desk->id;
  return MADO_CASE_SECTION_SHARED;
}

/* --- what stands on it ---------------------------------------------------------------- */

static char *
describe_desk (const MadoDesk *desk)
{
  return g_strdup_printf (WORD_WINDOW, mado_text_get (desk->name, "ja"), desk->window);
}

static void
add_accepted (MadoIssuedSheet *sheet,
              GPtrArray       *procedures)
{
  MadoIssuedSection *section = mado_issued_sheet_add (sheet, WORD_ACCEPTED);

  for (guint i = 0; i < procedures->len; i++)
    {
      const MadoProcedure *procedure = procedures->pdata[i];
      g_autofree char *desk = describe_desk (procedure->desk);

      mado_issued_section_add (section, desk, mado_text_get (procedure->title, "ja"));
    }
}

static gboolean
is_wanted (const MadoIssueKind *kind,
           const char          *field)
{
  return kind->fields == NULL || kind->fields[0] == NULL || g_strv_contains (kind->fields, field);
}

static char *
display (MadoCounter         *counter,
         const MadoFormField *item)
{
  if (mado_case_field_is_address (item->field->id) && mado_counter_hides_address (counter))
    return g_strdup (WORD_HIDDEN);
  return mado_counter_display (counter, item->path);
}

/* The persons first, each under his name, then what is asked once. */
static void
add_values_of (MadoCounter         *counter,
               const MadoIssueKind *kind,
               MadoIssuedSheet     *sheet,
               GPtrArray           *items,
               const char          *eid,
               const char          *heading)
{
  MadoIssuedSection *section = NULL;

  for (guint i = 0; i < items->len; i++)
    {
      const MadoFormField *item = items->pdata[i];
      g_autofree char *value = NULL;

      if (g_strcmp0 (item->eid, eid) != 0 || !item->filled || !is_wanted (kind, item->field->id))
        continue;
      if (section == NULL)
        section = mado_issued_sheet_add (sheet, heading);
      value = display (counter, item);
      mado_issued_section_add (section, mado_text_get (item->field->label, "ja"), value);
    }
}

static void
add_values (MadoCounter         *counter,
            const MadoIssueKind *kind,
            MadoIssuedSheet     *sheet,
            GPtrArray           *procedures)
{
  const char *const *persons = mado_counter_list_persons (counter);

  for (guint i = 0; i < procedures->len; i++)
    {
      const MadoProcedure *procedure = procedures->pdata[i];
      g_autoptr (GPtrArray) items = mado_form_set_list_form (mado_counter_get_form_set (counter), procedure->id);

      add_values_of (counter, kind, sheet, items, NULL, mado_text_get (procedure->title, "ja"));
      for (guint j = 0; persons[j] != NULL; j++)
        {
          g_autofree char *name = mado_counter_person_name (counter, persons[j]);

          add_values_of (counter, kind, sheet, items, persons[j], name);
        }
    }
}

static void
add_documents (MadoCounter         *counter,
               MadoIssuedSection   *section,
               const MadoProcedure *procedure,
               const char          *wanted)
{
  const MadoGuidance *guidance = mado_counter_get_guidance (counter);
  const MadoGuidanceItem *item = guidance != NULL ? mado_guidance_find (guidance, procedure->id) : NULL;

  for (guint i = 0; item != NULL && i < item->documents->len; i++)
    {
      const MadoDocument *document = g_ptr_array_index (item->documents, i);
      g_autofree char *path = mado_case_path_document (procedure->id, document->id);

      if (g_str_equal (mado_counter_get_text (counter, path), wanted))
        mado_issued_section_add (section, mado_text_get (procedure->title, "ja"), mado_text_get (document->label, "ja"));
    }
}

static void
add_missing (MadoCounter     *counter,
             MadoIssuedSheet *sheet,
             GPtrArray       *procedures)
{
  for (guint i = 0; i < procedures->len; i++)
    {
      const MadoProcedure *procedure = procedures->pdata[i];
      g_autofree char *desk = describe_desk (procedure->desk);
      MadoIssuedSection *section = mado_issued_sheet_add (sheet, desk);
      MadoDate deadline;

      add_documents (counter, section, procedure, "later");
      if (mado_form_rules_deadline (mado_counter_get_pack (counter), procedure, mado_counter_get_reader (counter), &deadline))
        {
          g_autofree char *day = mado_date_to_wareki (&deadline);
          g_autofree char *until = g_strdup_printf (WORD_UNTIL, day);

          mado_issued_section_add (section, mado_text_get (procedure->title, "ja"), until);
        }
      if (section->rows->len == 0)
        mado_issued_section_add (section, mado_text_get (procedure->title, "ja"), "");
    }
}

/* A section for each desk that something goes to. */
static void
add_dispatch (MadoCounter     *counter,
              MadoIssuedSheet *sheet,
              GPtrArray       *procedures)
{
  const MadoDesk *last = NULL;
  MadoIssuedSection *section = NULL;

  for (guint i = 0; i < procedures->len; i++)
    {
      const MadoProcedure *procedure = procedures->pdata[i];

      if (section == NULL || procedure->desk != last)
        {
          g_autofree char *desk = describe_desk (procedure->desk);
          g_autofree char *heading = g_strdup_printf (WORD_SENT_TO, desk);

          section = mado_issued_sheet_add (sheet, heading);
          last = procedure->desk;
        }
      mado_issued_section_add (section, "", mado_text_get (procedure->title, "ja"));
      add_documents (counter, section, procedure, "have");
    }
}

static void
fill_head (MadoCounter         *counter,
           const MadoIssueKind *kind,
           const char          *to,
           MadoIssuedSheet     *sheet)
{
  MadoPack *pack = mado_counter_get_pack (counter);
  const MadoDesk *desk = mado_pack_get_desk (pack, mado_counter_get_scope (counter));
  const MadoCentre *centre = mado_pack_get_centre (pack, mado_counter_get_scope (counter));
  const char *case_no = mado_case_get_case_no (mado_counter_get_case (counter));

  sheet->title = g_strdup (mado_text_get (kind->title, "ja"));
  sheet->date = mado_date_to_wareki (mado_counter_get_today (counter));
  sheet->to = *to != '\0' ? g_strdup_printf (WORD_HONORIFIC, to) : g_strdup ("");
  sheet->city = g_strdup (mado_text_get (kind->issuer != NULL ? kind->issuer : mado_pack_get_city_name (pack), "ja"));
  sheet->desk = desk != NULL ? describe_desk (desk) : g_strdup (centre != NULL ? mado_text_get (centre->name, "ja") : "");
  sheet->contact = g_strdup (desk != NULL ? desk->phone : centre != NULL ? centre->phone : "");
  sheet->case_no = mado_case_code_display (case_no);
  sheet->opening = g_strdup (kind->opening != NULL ? mado_text_get (kind->opening, "ja") : "");
  sheet->closing = g_strdup (kind->closing != NULL ? mado_text_get (kind->closing, "ja") : "");
}

MadoIssuedSheet *
mado_issue_sheet_new (MadoCounter         *counter,
                      const MadoIssueKind *kind,
                      const char          *to,
                      const char          *note)
{
  MadoIssuedSheet *sheet = mado_issued_sheet_new ();
  g_autoptr (GPtrArray) procedures = list (counter, kind);

  fill_head (counter, kind, to, sheet);
  sheet->note = g_strdup (note);
  switch (kind->shape)
    {
    case MADO_ISSUE_VALUES:
      add_values (counter, kind, sheet, procedures);
      break;
    case MADO_ISSUE_NOTICE:
      add_missing (counter, sheet, procedures);
      break;
    case MADO_ISSUE_DISPATCH:
      add_dispatch (counter, sheet, procedures);
      break;
    case MADO_ISSUE_ACCEPTED:
    default:
      add_accepted (sheet, procedures);
      break;
    }
  return sheet;
}
