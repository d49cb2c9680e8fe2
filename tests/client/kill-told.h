/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-id.h"

/* What a desktop under test tells through its pipe (descriptor 3): one message,
 * one write, shorter than PIPE_BUF, so it arrives whole or not at all. */
#define KILL_TOLD_FD 3

typedef enum
{
  TOLD_COMMIT = 1, /* durable here: record, section, id, and with a path: its value */
  TOLD_DRAFT,      /* durable here: record, path, number */
  TOLD_SETTLED,    /* number: own commits that the server has answered for */
  TOLD_SENT,       /* all that was here is with the server, all of the feed is here */
  TOLD_RECEIVED,   /* number: commits of others that came */
} ToldType;

typedef struct
{
  guint32 type;
  guint32 number; /* what the value says; grows over all lives of a desktop */
  MadoId  record;
  MadoId  id;
  char    section[16];
  char    path[32];
} Told;
