/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-pack-private.h"

#include <glib/gi18n-lib.h>

/* blocks.json and procedures/ */

static const char *const role_names[] = { "signed", "staff", "later", NULL };
static const char *const sign_names[] = { "tablet", "paper", "seal", "none", NULL };
static const char *const number_names[] = { "none", "staff", NULL };
static const char *const branch_names[] = { "do", "forward", "hq", NULL };
static const char *const channel_names[] = { "counter", "kiosk", "web", "online", NULL };

typedef struct
{
  MadoPack      *pack;
  MadoNode      *blocks;    /* root of blocks.json, or NULL */
  MadoProcedure *procedure;
  GArray        *fields;    /* MadoProcedureField */
} Loader;

/* --- roles -------------------------------------------------------------------- */

static void
load_roles (Loader *l, MadoNode *node)
{
  MadoProcedureRole *roles;
  MadoNode list;
  guint n;

  mado_node_member (&list, node, "roles");
  n = mado_node_length (&list);
  roles = mado_arena_alloc (l->pack->arena, n * sizeof *roles);
  l->procedure->roles = roles;
  for (guint i = 0; i < n; i++)
    {
      MadoNode item;

      mado_node_element (&item, &list, i);
      if (!mado_node_is_object (&item))
        continue;
      roles[i].id = mado_node_id (&item, "id");
      roles[i].label = mado_node_text (&item, "label", TRUE);
      roles[i].many = mado_node_bool (&item, "many", FALSE);
      roles[i].required = mado_node_bool (&item, "required", TRUE);
      roles[i].who = mado_node_expr (&item, "who", MADO_EXPR_OF_FORM);
      mado_node_end (&item);
      if (mado_procedure_find_role (l->procedure, roles[i].id) != NULL)
        mado_node_fault (&item, _("The role “%s” stands here a second time."), roles[i].id);
      l->procedure->n_roles = i + 1;
    }
}

/* --- fields -------------------------------------------------------------------- */

static gboolean
is_of_person (const MadoField *field)
{
  return field->scope == MADO_SCOPE_PERSON || field->scope == MADO_SCOPE_PROCEDURE_PERSON;
}

static void
check_field (Loader *l, MadoNode *node, const MadoProcedureField *f)
{
  for (guint i = 0; i < l->fields->len; i++)
    {
      const MadoProcedureField *other = &g_array_index (l->fields, MadoProcedureField, i);

      if (other->field == f->field && g_strcmp0 (other->person, f->person) == 0)
        mado_node_fault (node, _("The field “%s” stands here a second time."), f->field->id);
    }
  if (is_of_person (f->field) && f->person == NULL)
    mado_node_fault (node, _("“%s” is a field of a person: say of which role with \"person\"."), f->field->id);
  if (!is_of_person (f->field) && f->person != NULL)
    mado_node_fault (node, _("“%s” is not a field of a person, so \"person\" must not stand here."), f->field->id);
}

static gboolean
has_choice (const MadoField *field, const char *code)
{
  for (guint i = 0; i < field->n_choices; i++)
    if (g_str_equal (field->choices[i].code, code))
      return TRUE;
  return FALSE;
}

static void
check_initial (MadoNode *node, const MadoProcedureField *f)
{
  gboolean fits = TRUE;

  if (f->initial == NULL)
    return;
  if (f->field->type == MADO_FIELD_YES_NO)
    fits = g_str_equal (f->initial, "yes") || g_str_equal (f->initial, "no");
  else if (f->field->type == MADO_FIELD_CHOICE)
    fits = has_choice (f->field, f->initial);
  else if (f->field->type == MADO_FIELD_NUMBER)
    fits = g_ascii_string_to_signed (f->initial, 10, f->field->min, f->field->max, NULL, NULL);
  if (!fits)
    mado_node_fault (node, _("“%s” is not a value of the field “%s”."), f->initial, f->field->id);
}

static void
add_field (Loader *l, MadoNode *node, const char *id, const MadoProcedureField *like)
{
  MadoProcedureField f = *like;
  MadoNode required;

  f.field = mado_pack_get_field (l->pack, id);
  if (f.field == NULL)
    {
      mado_node_fault (node, _("The field “%s” is not in fields.json."), id);
      return;
    }
  f.required = mado_node_bool (node, "required", f.field->required && !mado_node_member (&required, node, "needed"));
  check_field (l, node, &f);
  check_initial (node, &f);
  g_array_append_val (l->fields, f);
}

static void
add_block (Loader *l, MadoNode *node, const char *id, const MadoProcedureField *like)
{
  MadoNode block, item;
  guint n;

  if (l->blocks == NULL || !mado_node_member (&block, l->blocks, id))
    {
      mado_node_fault (node, _("The block “%s” is not in blocks.json."), id);
      return;
    }
  n = mado_node_length (&block);
  for (guint i = 0; i < n; i++)
    {
      mado_node_element (&item, &block, i);
      if (!JSON_NODE_HOLDS_VALUE (item.json) || json_node_get_value_type (item.json) != G_TYPE_STRING)
        mado_node_fault (&item, _("A block is a list of field ids."));
      else if (mado_pack_get_field (l->pack, json_node_get_string (item.json)) == NULL)
        mado_node_fault (&item, _("The field “%s” is not in fields.json."), json_node_get_string (item.json));
      else
        add_field (l, node, json_node_get_string (item.json), like);
    }
}

static void
load_field (Loader *l, MadoNode *node)
{
  MadoProcedureField like = { 0 };
  const char *id, *block;

  if (!mado_node_is_object (node))
    return;
  id = mado_node_str (node, "field", FALSE);
  block = mado_node_str (node, "block", FALSE);
  like.role = mado_node_enum (node, "role", role_names, MADO_ROLE_SIGNED);
  like.person = mado_node_str (node, "person", FALSE);
  like.shown = mado_node_expr (node, "shown", MADO_EXPR_OF_FORM);
  like.needed = mado_node_expr (node, "needed", MADO_EXPR_OF_FORM);
  like.propose = mado_node_str (node, "propose", FALSE);
  like.initial = mado_node_str (node, "initial", FALSE);
  if (like.person != NULL && mado_procedure_find_role (l->procedure, like.person) == NULL)
    mado_node_fault (node, _("“%s” is not a role of this procedure."), like.person);
  if (like.propose != NULL && mado_pack_get_field (l->pack, like.propose) == NULL)
    mado_node_fault (node, _("The field “%s” is not in fields.json."), like.propose);
  if ((id != NULL) == (block != NULL))
    mado_node_fault (node, _("Here either \"field\" or \"block\" is expected."));
  else if (id != NULL)
    add_field (l, node, id, &like);
  else
    add_block (l, node, block, &like);
  mado_node_bool (node, "required", FALSE);
  mado_node_end (node);
}

static void
load_fields (Loader *l, MadoNode *node)
{
  MadoProcedureField *fields;
  MadoNode list;
  guint n;

  mado_node_member (&list, node, "fields");
  n = mado_node_length (&list);
  g_array_set_size (l->fields, 0);
  for (guint i = 0; i < n; i++)
    {
      MadoNode item;

      mado_node_element (&item, &list, i);
      load_field (l, &item);
    }
  fields = mado_arena_alloc (l->pack->arena, l->fields->len * sizeof *fields);
  for (guint i = 0; i < l->fields->len; i++)
    fields[i] = g_array_index (l->fields, MadoProcedureField, i);
  l->procedure->fields = fields;
  l->procedure->n_fields = l->fields->len;
}

/* --- documents, fees, refusals ------------------------------------------------------- */

static void
load_documents (Loader *l, MadoNode *node)
{
  MadoProcedureDocument *documents;
  MadoNode list;
  guint n;

  mado_node_member (&list, node, "documents");
  n = mado_node_length (&list);
  documents = mado_arena_alloc (l->pack->arena, n * sizeof *documents);
  l->procedure->documents = documents;
  for (guint i = 0; i < n; i++)
    {
      MadoProcedureDocument *d = &documents[l->procedure->n_documents];
      const char *id;
      MadoNode item;

      mado_node_element (&item, &list, i);
      if (!mado_node_is_object (&item))
        continue;
      id = mado_node_str (&item, "document", TRUE);
      d->document = mado_pack_get_document (l->pack, id);
      d->required = mado_node_bool (&item, "required", TRUE);
      d->when = mado_node_expr (&item, "when", MADO_EXPR_OF_GUIDANCE);
      mado_node_end (&item);
      if (d->document == NULL)
        mado_node_fault (&item, _("The document “%s” is not in documents.json."), id);
      else
        l->procedure->n_documents++;
    }
}

static void
load_fees (Loader *l, MadoNode *node)
{
  MadoFee *fees;
  MadoNode list;
  guint n;

  mado_node_member (&list, node, "fees");
  n = mado_node_length (&list);
  fees = mado_arena_alloc (l->pack->arena, n * sizeof *fees);
  l->procedure->fees = fees;
  for (guint i = 0; i < n; i++)
    {
      MadoNode item;

      mado_node_element (&item, &list, i);
      if (!mado_node_is_object (&item))
        continue;
      fees[i].amount = mado_node_int (&item, "amount", 0);
      fees[i].per_copy = mado_node_bool (&item, "per_copy", FALSE);
      fees[i].when = mado_node_expr (&item, "when", MADO_EXPR_OF_FORM);
      fees[i].from = mado_node_date (&item, "from");
      fees[i].until = mado_node_date (&item, "until");
      mado_node_end (&item);
      if (fees[i].amount < 0)
        mado_node_fault (&item, _("A fee cannot be negative."));
      l->procedure->n_fees = i + 1;
    }
}

static void
load_refusals (Loader *l, MadoNode *node)
{
  MadoRefusal *refusals;
  MadoNode list;
  guint n;

  mado_node_member (&list, node, "refuse");
  n = mado_node_length (&list);
  refusals = mado_arena_alloc (l->pack->arena, n * sizeof *refusals);
  l->procedure->refusals = refusals;
  for (guint i = 0; i < n; i++)
    {
      MadoNode item;

      mado_node_element (&item, &list, i);
      if (!mado_node_is_object (&item))
        continue;
      refusals[i].when = mado_node_expr (&item, "when", MADO_EXPR_OF_GUIDANCE);
      refusals[i].why = mado_node_text (&item, "why", TRUE);
      refusals[i].way_on = mado_node_text (&item, "way_on", TRUE);
      mado_node_end (&item);
      if (refusals[i].when == NULL)
        mado_node_fault (&item, _("The key “%s” is missing."), "when");
      l->procedure->n_refusals = i + 1;
    }
}

/* --- the rest ---------------------------------------------------------------------------- */

static MadoChannels
load_channels (MadoNode *node)
{
  const char *const *names = mado_node_strv (node, "channels");
  MadoChannels channels = 0;

  for (guint i = 0; names[i] != NULL; i++)
    {
      guint c = 0;

      while (channel_names[c] != NULL && !g_str_equal (channel_names[c], names[i]))
        c++;
      if (channel_names[c] == NULL)
        mado_node_fault (node, _("“%s” is not a channel."), names[i]);
      else
        channels |= 1u << c;
    }
  return channels;
}

static void
check_dates (MadoPack *self, MadoNode *node, const char *const *ids)
{
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      const MadoField *field = mado_pack_get_field (self, ids[i]);

      if (field == NULL)
        mado_node_fault (node, _("The field “%s” is not in fields.json."), ids[i]);
      else if (field->type != MADO_FIELD_DATE && field->type != MADO_FIELD_TIME)
        mado_node_fault (node, _("The field “%s” is not a date."), ids[i]);
    }
}

static void
load_times (MadoPack *self, MadoProcedure *p, MadoNode *node)
{
  MadoNode deadline, retention;

  if (mado_node_member (&deadline, node, "deadline") && mado_node_is_object (&deadline))
    {
      p->deadline_days = (guint) CLAMP (mado_node_int (&deadline, "days", 0), 0, 3650);
      p->deadline_counts_first_day = mado_node_bool (&deadline, "first_day", FALSE);
      p->deadline_from = mado_node_strv (&deadline, "from");
      p->deadline_person = mado_node_expr (&deadline, "person", MADO_EXPR_OF_FORM);
      check_dates (self, &deadline, p->deadline_from);
      mado_node_end (&deadline);
      if (p->deadline_days == 0 || p->deadline_from[0] == NULL)
        mado_node_fault (&deadline, _("A deadline needs \"days\" and the field from which they count."));
    }
  p->not_before = mado_node_strv (node, "not_before");
  check_dates (self, node, p->not_before);
  if (mado_node_member (&retention, node, "retention") && mado_node_is_object (&retention))
    {
      p->retention_years = (guint) CLAMP (mado_node_int (&retention, "years", 0), 0, 1000);
      p->retention_text = mado_node_text (&retention, "text", FALSE);
      mado_node_end (&retention);
    }
  if (p->retention_years == 0)
    mado_node_fault (node, _("A procedure needs a retention of at least one year."));
  p->from = mado_node_date (node, "from");
  p->until = mado_node_date (node, "until");
}

static void
load_facts (MadoPack *self, MadoProcedure *p, MadoNode *node)
{
  const char *desk = mado_node_str (node, "desk", TRUE);
  MadoNode member;

  p->desk = mado_pack_get_desk (self, desk);
  if (p->desk == NULL && mado_node_member (&member, node, "desk"))
    mado_node_fault (&member, _("The desk “%s” is not in desks.json."), desk);
  p->title = mado_node_text (node, "title", TRUE);
  p->form_title = mado_node_text (node, "form_title", FALSE);
  if (p->form_title == NULL)
    p->form_title = p->title;
  p->forms = mado_node_strv (node, "forms");
  p->basis = mado_node_text (node, "basis", TRUE);
  p->who = mado_node_text (node, "who", TRUE);
  p->notifier = mado_node_str (node, "notifier", TRUE);
  p->sign = mado_node_enum (node, "sign", sign_names, MADO_SIGN_TABLET);
  p->individual_number = mado_node_enum (node, "individual_number", number_names, MADO_NUMBER_NONE);
  p->result = mado_node_text (node, "result", FALSE);
  p->channels = load_channels (node);
  p->branch = mado_node_enum (node, "branch", branch_names, MADO_BRANCH_DO);
  p->after = mado_node_strv (node, "after");
  if (mado_node_member (&member, node, "after"))
    mado_node_remember (&member, "after", p->id);
  if (mado_node_member (&member, node, "forms"))
    mado_node_remember (&member, "forms", p->id);
  p->minutes = (guint) CLAMP (mado_node_int (node, "minutes", 0), 0, 10000);
  p->collect = mado_node_bool (node, "collect", FALSE);
  p->sensitive = mado_node_bool (node, "sensitive", FALSE);
  p->sensitive_values = mado_node_bool (node, "sensitive_values", p->sensitive);
}

static void
load_procedure (Loader *l, MadoNode *node)
{
  MadoProcedure *p = mado_arena_alloc (l->pack->arena, sizeof *p);
  MadoNode notifier;

  if (!mado_node_is_object (node))
    return;
  l->procedure = p;
  p->index = l->pack->procedures.list->len;
  p->id = mado_node_id (node, "id");
  load_facts (l->pack, p, node);
  load_roles (l, node);
  load_fields (l, node);
  load_documents (l, node);
  load_fees (l, node);
  load_refusals (l, node);
  load_times (l->pack, p, node);
  mado_node_end (node);
  if (!g_str_equal (p->notifier, "visitor") && !g_str_equal (p->notifier, "head") &&
      mado_procedure_find_role (p, p->notifier) == NULL && mado_node_member (&notifier, node, "notifier"))
    mado_node_fault (&notifier, _("The notifier “%s” is neither \"visitor\", \"head\" nor a role of this procedure."), p->notifier);
  mado_table_add (&l->pack->procedures, node, "procedure", p->id, p);
}

static void
load_folder (Loader *l, MadoBuild *build)
{
  g_autoptr(GPtrArray) files = mado_build_list (build, "procedures");

  for (guint i = 0; i < files->len; i++)
    {
      MadoSource *source = mado_build_read (build, g_ptr_array_index (files, i));
      MadoNode root;

      if (source == NULL)
        continue;
      mado_node_root (&root, build, source);
      load_procedure (l, &root);
    }
}

static int
compare_desks (gconstpointer a, gconstpointer b)
{
  const MadoProcedure *x = *(const MadoProcedure *const *) a;
  const MadoProcedure *y = *(const MadoProcedure *const *) b;

  if (x->desk == NULL || y->desk == NULL || x->desk == y->desk)
    return (x->index > y->index) - (x->index < y->index);
  return x->desk->index < y->desk->index ? -1 : 1;
}

void
mado_load_procedures (MadoPack *self, MadoBuild *build)
{
  MadoSource *source = mado_build_read (build, "blocks.json");
  g_autoptr(GArray) fields = g_array_new (FALSE, TRUE, sizeof (MadoProcedureField));
  Loader loader = { .pack = self, .fields = fields };
  MadoNode blocks;

  if (source != NULL)
    {
      mado_node_root (&blocks, build, source);
      loader.blocks = &blocks;
    }
  load_folder (&loader, build);
  g_ptr_array_sort (self->procedures.list, compare_desks);
  for (guint i = 0; i < self->procedures.list->len; i++)
    ((MadoProcedure *) g_ptr_array_index (self->procedures.list, i))->index = i;
}
