/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-pack-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef enum
{
  OP_AND, OP_OR, OP_NOT,
  OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE,
  OP_IN, OP_SOME, OP_ALL, OP_NONE, OP_COUNT, OP_VAR, OP_HAS,
  OP_CONST, OP_LITERAL, /* not written as an operator */
} Op;

static const char *const op_names[] = {
  "and", "or", "!", "==", "!=", "<", "<=", ">", ">=", "in", "some", "all", "none", "count", "var", "has", NULL
};

struct _MadoExpr
{
  Op              op;
  MadoTri         constant;
  const char     *text; /* variable or literal */
  guint           n;
  const MadoExpr *args[];
};

#define MAX_DEPTH 24

/* --- reading -------------------------------------------------------------- */

static const MadoExpr *parse (MadoNode *node, guint depth, gboolean operand);

static MadoExpr *
new_expr (MadoNode *node, Op op, guint n)
{
  MadoExpr *self = mado_arena_alloc (node->build->arena, sizeof *self + n * sizeof self->args[0]);

  self->op = op;
  self->n = n;
  return self;
}

static const MadoExpr *
parse_scalar (MadoNode *node, gboolean operand)
{
  MadoExpr *self;
  GType type;

  if (JSON_NODE_HOLDS_NULL (node->json))
    {
      self = new_expr (node, OP_CONST, 0);
      self->constant = MADO_TRI_UNKNOWN;
      return self;
    }
  type = json_node_get_value_type (node->json);
  if (type == G_TYPE_BOOLEAN && !operand)
    {
      self = new_expr (node, OP_CONST, 0);
      self->constant = json_node_get_boolean (node->json) ? MADO_TRI_YES : MADO_TRI_NO;
      return self;
    }
  self = new_expr (node, OP_LITERAL, 0);
  if (!operand)
    mado_node_fault (node, _("A condition must be an object with one operator."));
  else if (type == G_TYPE_STRING)
    self->text = mado_arena_strdup (node->build->arena, json_node_get_string (node->json));
  else if (type == G_TYPE_BOOLEAN)
    self->text = json_node_get_boolean (node->json) ? "yes" : "no";
  else
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node->json));

      self->text = mado_arena_strdup (node->build->arena, number);
    }
  return self;
}

static const MadoExpr *
parse_named (MadoNode *arg, Op op)
{
  MadoExpr *self = new_expr (arg, op, 0);

  if (!JSON_NODE_HOLDS_VALUE (arg->json) || json_node_get_value_type (arg->json) != G_TYPE_STRING)
    {
      mado_node_fault (arg, _("“%s” takes the name of a question, a field or a fact."), op_names[op]);
      self->text = "";
      return self;
    }
  self->text = mado_arena_strdup (arg->build->arena, json_node_get_string (arg->json));
  return self;
}

static gboolean
check_count (MadoNode *arg, Op op, guint n)
{
  if (op == OP_AND || op == OP_OR)
    return TRUE;
  if (n == (op == OP_NOT ? 1 : 2))
    return TRUE;
  mado_node_fault (arg, _("“%s” takes %u values."), op_names[op], op == OP_NOT ? 1 : 2);
  return FALSE;
}

/* [value, [literal, ...]] */
static const MadoExpr *
parse_in (MadoNode *arg, guint depth)
{
  MadoNode first, list;
  MadoExpr *self;
  guint n;

  mado_node_element (&first, arg, 0);
  mado_node_element (&list, arg, 1);
  n = mado_node_length (&list);
  self = new_expr (arg, OP_IN, n + 1);
  self->args[0] = parse (&first, depth + 1, TRUE);
  for (guint i = 0; i < n; i++)
    {
      MadoNode item;

      mado_node_element (&item, &list, i);
      self->args[i + 1] = parse (&item, depth + 1, TRUE);
    }
  return self;
}

/* ["persons", condition] */
static const MadoExpr *
parse_household (MadoNode *arg, Op op, guint depth)
{
  MadoNode first, condition;
  MadoExpr *self = new_expr (arg, op, 1);

  mado_node_element (&first, arg, 0);
  mado_node_element (&condition, arg, 1);
  if (!JSON_NODE_HOLDS_VALUE (first.json) || g_strcmp0 (json_node_get_string (first.json), "persons") != 0)
    mado_node_fault (&first, _("“%s” looks at \"persons\" and nothing else."), op_names[op]);
  self->args[0] = parse (&condition, depth + 1, FALSE);
  return self;
}

static const MadoExpr *
parse_args (MadoNode *arg, Op op, guint depth)
{
  gboolean operands = op >= OP_EQ && op <= OP_GE;
  MadoExpr *self;
  guint n;

  if (op == OP_VAR || op == OP_HAS)
    return parse_named (arg, op);
  if (op == OP_NOT && !JSON_NODE_HOLDS_ARRAY (arg->json))
    {
      self = new_expr (arg, op, 1);
      self->args[0] = parse (arg, depth + 1, FALSE);
      return self;
    }
  n = mado_node_length (arg);
  if (!JSON_NODE_HOLDS_ARRAY (arg->json) || !check_count (arg, op, n))
    return NULL;
  if (op == OP_IN)
    return parse_in (arg, depth);
  if (op >= OP_SOME && op <= OP_COUNT)
    return parse_household (arg, op, depth);
  self = new_expr (arg, op, n);
  for (guint i = 0; i < n; i++)
    {
      MadoNode item;

      mado_node_element (&item, arg, i);
      self->args[i] = parse (&item, depth + 1, operands);
    }
  return self;
}

static const MadoExpr *
parse (MadoNode *node, guint depth, gboolean operand)
{
  JsonObject *object;
  g_autoptr(GList) names = NULL;
  MadoNode arg;

  if (depth > MAX_DEPTH)
    {
      mado_node_fault (node, _("This condition is nested too deeply."));
      return NULL;
    }
  if (JSON_NODE_HOLDS_VALUE (node->json) || JSON_NODE_HOLDS_NULL (node->json))
    return parse_scalar (node, operand);
  object = JSON_NODE_HOLDS_OBJECT (node->json) ? json_node_get_object (node->json) : NULL;
  if (object == NULL || json_object_get_size (object) != 1)
    {
      mado_node_fault (node, _("A condition must be an object with one operator."));
      return NULL;
    }
  names = json_object_get_members (object);
  mado_node_member (&arg, node, names->data);
  for (guint op = 0; op_names[op] != NULL; op++)
    if (g_str_equal (names->data, op_names[op]))
      return parse_args (&arg, op, depth);
  mado_node_fault (&arg, _("“%s” is not an operator of conditions."), (const char *) names->data);
  return NULL;
}

const MadoExpr *
mado_expr_parse (MadoNode *node)
{
  return parse (node, 0, FALSE);
}

/* --- evaluation --------------------------------------------------------------- */

static MadoTri eval (const MadoExpr *self, const MadoExprScope *scope, int person);

static MadoTri
truth_of (const char *text)
{
  if (text == NULL || g_str_equal (text, "unsure"))
    return MADO_TRI_UNKNOWN;
  return *text == '\0' || g_str_equal (text, "no") ? MADO_TRI_NO : MADO_TRI_YES;
}

static guint
n_persons (const MadoExprScope *scope)
{
  return scope->n_persons != NULL ? scope->n_persons (scope->user_data) : 0;
}

/* An empty household is one that nobody has entered yet: nothing is known. */
static MadoTri
eval_household (const MadoExpr *self, const MadoExprScope *scope)
{
  guint n = n_persons (scope);
  MadoTri some = MADO_TRI_NO, all = MADO_TRI_YES;

  if (n == 0)
    return MADO_TRI_UNKNOWN;
  for (guint i = 0; i < n; i++)
    {
      MadoTri value = eval (self->args[0], scope, (int) i);

      some = mado_tri_or (some, value);
      all = mado_tri_and (all, value);
    }
  return self->op == OP_ALL ? all : self->op == OP_SOME ? some : mado_tri_not (some);
}

static const char *
count_text (const MadoExpr *self, const MadoExprScope *scope, char buffer[16])
{
  guint n = n_persons (scope), count = 0;

  if (n == 0)
    return NULL;
  for (guint i = 0; i < n; i++)
    {
      MadoTri value = eval (self->args[0], scope, (int) i);

      if (value == MADO_TRI_UNKNOWN)
        return NULL;
      count += value == MADO_TRI_YES;
    }
  g_snprintf (buffer, 16, "%u", count);
  return buffer;
}

static const char *
operand (const MadoExpr *self, const MadoExprScope *scope, int person, char buffer[16])
{
  if (self == NULL)
    return NULL;
  switch (self->op)
    {
    case OP_LITERAL: return self->text;
    case OP_VAR:     return scope->lookup (self->text, person, scope->user_data);
    case OP_COUNT:   return count_text (self, scope, buffer);
    default:
      switch (eval (self, scope, person))
        {
        case MADO_TRI_YES: return "yes";
        case MADO_TRI_NO:  return "no";
        default:           return NULL;
        }
    }
}

static int
compare_texts (const char *a, const char *b)
{
  gint64 x, y;

  if (g_ascii_string_to_signed (a, 10, G_MININT64, G_MAXINT64, &x, NULL) &&
      g_ascii_string_to_signed (b, 10, G_MININT64, G_MAXINT64, &y, NULL))
    return (x > y) - (x < y);
  return strcmp (a, b);
}

static MadoTri
eval_compare (const MadoExpr *self, const MadoExprScope *scope, int person)
{
  char one[16], two[16];
  const char *a = operand (self->args[0], scope, person, one);
  const char *b = operand (self->args[1], scope, person, two);
  int order;

  if (a == NULL || b == NULL || g_str_equal (a, "unsure") || g_str_equal (b, "unsure"))
    return MADO_TRI_UNKNOWN;
  /* what is empty is neither smaller nor greater */
  if (self->op >= OP_LT && (*a == '\0' || *b == '\0'))
    return MADO_TRI_NO;
  order = compare_texts (a, b);
  switch (self->op)
    {
    case OP_EQ: return order == 0 ? MADO_TRI_YES : MADO_TRI_NO;
    case OP_NE: return order != 0 ? MADO_TRI_YES : MADO_TRI_NO;
    case OP_LT: return order < 0 ? MADO_TRI_YES : MADO_TRI_NO;
    case OP_LE: return order <= 0 ? MADO_TRI_YES : MADO_TRI_NO;
    case OP_GT: return order > 0 ? MADO_TRI_YES : MADO_TRI_NO;
    default:    return order >= 0 ? MADO_TRI_YES : MADO_TRI_NO;
    }
}

static MadoTri
eval_in (const MadoExpr *self, const MadoExprScope *scope, int person)
{
  char buffer[16];
  const char *value = operand (self->args[0], scope, person, buffer);

  if (value == NULL || g_str_equal (value, "unsure"))
    return MADO_TRI_UNKNOWN;
  for (guint i = 1; i < self->n; i++)
    if (g_strcmp0 (value, self->args[i] != NULL ? self->args[i]->text : NULL) == 0)
      return MADO_TRI_YES;
  return MADO_TRI_NO;
}

static MadoTri
eval_list (const MadoExpr *self, const MadoExprScope *scope, int person)
{
  MadoTri value = self->op == OP_AND ? MADO_TRI_YES : MADO_TRI_NO;

  for (guint i = 0; i < self->n; i++)
    {
      MadoTri next = eval (self->args[i], scope, person);

      value = self->op == OP_AND ? mado_tri_and (value, next) : mado_tri_or (value, next);
    }
  return value;
}

static MadoTri
eval (const MadoExpr *self, const MadoExprScope *scope, int person)
{
  const char *text;

  if (self == NULL)
    return MADO_TRI_YES;
  switch (self->op)
    {
    case OP_CONST:
      return self->constant;
    case OP_VAR:
      return truth_of (scope->lookup (self->text, person, scope->user_data));
    case OP_HAS:
      text = scope->lookup (self->text, person, scope->user_data);
      return text != NULL && *text != '\0' ? MADO_TRI_YES : MADO_TRI_NO;
    case OP_NOT:
      return mado_tri_not (eval (self->args[0], scope, person));
    case OP_AND:
    case OP_OR:
      return eval_list (self, scope, person);
    case OP_IN:
      return eval_in (self, scope, person);
    case OP_SOME:
    case OP_ALL:
    case OP_NONE:
      return eval_household (self, scope);
    case OP_COUNT:
    case OP_LITERAL:
      {
        char buffer[16];

        return truth_of (operand (self, scope, person, buffer));
      }
    default:
      return eval_compare (self, scope, person);
    }
}

MadoTri
mado_expr_eval (const MadoExpr *self, const MadoExprScope *scope)
{
  return eval (self, scope, MADO_EXPR_NO_PERSON);
}

MadoTri
mado_expr_eval_person (const MadoExpr *self, const MadoExprScope *scope, int person)
{
  return eval (self, scope, person);
}

static void
foreach_var (const MadoExpr *self, gboolean of_person, MadoExprVarFunc func, gpointer user_data)
{
  if (self == NULL)
    return;
  if (self->op == OP_VAR || self->op == OP_HAS)
    func (self->text, of_person, user_data);
  of_person = of_person || (self->op >= OP_SOME && self->op <= OP_COUNT);
  for (guint i = 0; i < self->n; i++)
    foreach_var (self->args[i], of_person, func, user_data);
}

void
mado_expr_foreach_var (const MadoExpr *self, MadoExprVarFunc func, gpointer user_data)
{
  foreach_var (self, FALSE, func, user_data);
}
