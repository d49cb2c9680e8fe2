/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MadoExpr:
 *
 * A condition of the city pack: a small subset of JsonLogic over three truth
 * values (Kleene's strong logic). UNKNOWN means "not said yet" or "わからない";
 * more knowledge never turns a YES into a NO or back, which is what makes
 * guidance independent of the order of asking.
 *
 *   {"var": "has_child"}          a question, a field id, or a computed fact
 *   {"and": [...]} {"or": [...]} {"!": x}
 *   {"==": [a, b]} != < <= > >=   texts; numbers and ISO dates by size
 *   {"in": [a, ["x", "y"]]}
 *   {"some": ["persons", cond]} all none    over the household
 *   {"count": ["persons", cond]}  a number, inside a comparison
 *   {"has": "move_date"}          known and not empty (never UNKNOWN)
 *   true false null               null is UNKNOWN
 */
typedef struct _MadoExpr MadoExpr;

/* Ordered, so that "and" is the minimum and "or" the maximum. */
typedef enum
{
  MADO_TRI_NO,
  MADO_TRI_UNKNOWN,
  MADO_TRI_YES,
} MadoTri;

#define MADO_EXPR_NO_PERSON (-1)

/**
 * MadoExprScope:
 * @lookup: the value of @name as canonical text ("yes"/"no", choice code, ISO
 *   date, decimal number), borrowed; "" is known to be empty; NULL is unknown.
 *   @person is the index within the household inside some/all/none/count,
 *   else %MADO_EXPR_NO_PERSON.
 * @n_persons: size of the household; may be NULL.
 */
typedef struct
{
  const char *(*lookup)    (const char *name, int person, gpointer user_data);
  guint       (*n_persons) (gpointer user_data);
  gpointer      user_data;
} MadoExprScope;

/* A NULL expression is YES. */
MadoTri mado_expr_eval          (const MadoExpr      *self,
                                 const MadoExprScope *scope);
/* Same, seen from one person of the household. */
MadoTri mado_expr_eval_person   (const MadoExpr      *self,
                                 const MadoExprScope *scope,
                                 int                  person);
/* Calls @func for every variable named in the expression, with whether it
 * stands inside some/all/none/count. */
typedef void (*MadoExprVarFunc) (const char *name, gboolean of_person, gpointer user_data);
void    mado_expr_foreach_var   (const MadoExpr      *self,
                                 MadoExprVarFunc      func,
                                 gpointer             user_data);

#define mado_tri_not(t)     ((MadoTri) (MADO_TRI_YES - (t)))
#define mado_tri_and(a, b)  MIN ((a), (b))
#define mado_tri_or(a, b)   MAX ((a), (b))

G_END_DECLS
