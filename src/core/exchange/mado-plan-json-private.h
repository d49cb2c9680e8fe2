/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/exchange/mado-plan-file.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Reading the JSON of a plan: one object at a time, its faults by row and member.
 * A member of the wrong type is a fault; one that is missing gives NULL or the
 * fallback. For mado-plan-json-*.c only. */

/* What one object says; members that were asked for are not kept as extra. */
typedef struct
{
  MadoPlanReading *reading;
  JsonObject      *object;
  guint            row;    /* for faults */
  GHashTable      *asked;
} MadoPlanObject;

MadoPlanObject mado_plan_json_object_open (MadoPlanReading *reading, JsonObject *object, guint row);
char *mado_plan_json_object_close (MadoPlanObject *self);
JsonNode *mado_plan_json_ask (MadoPlanObject *self, const char *name);
gboolean mado_plan_json_is_null (JsonNode *node);
char *mado_plan_json_ask_text (MadoPlanObject *self, const char *name);
char *mado_plan_json_ask_date (MadoPlanObject *self, const char *name);
char *mado_plan_json_decimal (JsonNode *node);
char *mado_plan_json_ask_decimal (MadoPlanObject *self, const char *name);
int mado_plan_json_ask_int (MadoPlanObject *self, const char *name, gboolean needed);
gboolean mado_plan_json_ask_bool (MadoPlanObject *self, const char *name);
JsonArray *mado_plan_json_ask_array (MadoPlanObject *self, const char *name);
JsonObject *mado_plan_json_ask_object (MadoPlanObject *self, const char *name);
guint mado_plan_json_length (JsonArray *array);
JsonObject *mado_plan_json_element_object (MadoPlanObject *self, JsonArray *array, guint i, const char *name);
const char *mado_plan_json_element_text (MadoPlanObject *self, JsonArray *array, guint i, const char *name);
void mado_plan_json_take (char **member, char *text);
void mado_plan_json_read_document (MadoPlanObject *self, MadoPlanDocument *document);
void mado_plan_json_read_plan (MadoPlanReading *reading, JsonObject *root);
void mado_plan_json_read_kpis (MadoPlanReading *reading, JsonObject *root);

G_END_DECLS
