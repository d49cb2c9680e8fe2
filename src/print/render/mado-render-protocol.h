/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * What the program and its renderer (madoguchi-render) say to each other over
 * a socket pair; README.md of this folder describes every message. Both sides
 * are built together, but neither believes the other: the renderer reads
 * foreign documents and may have been taken over by one.
 */
#define MADO_RENDER_VERSION 2

/* The descriptor on which a renderer finds its socket. */
#define MADO_RENDER_FD 3

/* Argument of a renderer that is to check signatures: it may load the system's
 * modules and certificates for that. */
#define MADO_RENDER_FOR_SIGNATURES "--signatures"

/* Longest body of one frame, by direction. */
#define MADO_RENDER_MAX_REQUEST (64 * 1024)
#define MADO_RENDER_MAX_REPLY   (8 * 1024 * 1024)

/* Shared memory for pixels. Small enough that both sides together stay below
 * what one document may use. */
#define MADO_RENDER_MAX_ARENA (48 * 1024 * 1024)

/* What one document may use, in the renderer. */
#define MADO_RENDER_MEMORY (320 * 1024 * 1024)
/* CPU time of one request, ms. The clock on the wall would refuse good pages
 * on a busy machine. */
#define MADO_RENDER_CPU_MS 2200
/* The program's own patience, ms: a renderer that neither works nor answers. */
#define MADO_RENDER_WALL_MS 15000

#define MADO_RENDER_MAX_PAGES_A_TIME 4096

typedef enum
{
  MADO_RENDER_HELLO = 1,
  MADO_RENDER_OPEN = 2,
  MADO_RENDER_PAGES = 3,
  MADO_RENDER_DRAW = 4,
  MADO_RENDER_INSPECT = 5,
  MADO_RENDER_TEXT = 6,
  MADO_RENDER_SEARCH = 7,
  MADO_RENDER_OUTLINE = 8,
  MADO_RENDER_LINKS = 9,
  MADO_RENDER_FIELDS = 10,
  MADO_RENDER_ATTACHMENTS = 11,
  MADO_RENDER_ATTACHMENT = 12,
  MADO_RENDER_PROPERTIES = 13,
  MADO_RENDER_SIGNATURES = 14,
  MADO_RENDER_COPY = 15,
  MADO_RENDER_REFUSED = 0xffff, /* instead of a reply */
} MadoRenderKind;

/* Why a request was refused; the program finds the sentence. */
typedef enum
{
  MADO_RENDER_REASON_PROTOCOL = 1,  /* the request itself is wrong */
  MADO_RENDER_REASON_DAMAGED = 2,   /* a PDF that cannot be opened or drawn */
  MADO_RENDER_REASON_NO_PDF = 3,
  MADO_RENDER_REASON_PASSWORD = 4,  /* asked for, or not the right one */
  MADO_RENDER_REASON_NO_PAGE = 5,
  MADO_RENDER_REASON_MEMORY = 6,
  MADO_RENDER_REASON_TOO_LARGE = 7, /* the picture or reply */
  MADO_RENDER_REASON_SANDBOX = 8,   /* the renderer cannot be confined as told */
  MADO_RENDER_REASON_SECURITY = 9,  /* a kind of encryption that is not known */
} MadoRenderReason;

/**
 * MadoRenderGuards:
 *
 * What holds a renderer. Where the system offers no %MADO_RENDER_GUARD_FILES
 * or %MADO_RENDER_GUARD_CALLS the program says so to the person.
 */
typedef enum
{
  MADO_RENDER_GUARD_LIMITS = 1 << 0, /* memory, CPU time, no core file */
  MADO_RENDER_GUARD_CALLS = 1 << 1,  /* seccomp: no network, no programs, no writing */
  MADO_RENDER_GUARD_FILES = 1 << 2,  /* landlock: nothing but fonts and character maps can be read */
  MADO_RENDER_GUARD_NET = 1 << 3,    /* a network namespace without network, where seccomp is missing */
} MadoRenderGuards;

/**
 * MadoPdfNotes:
 *
 * What a document holds that people are told about. None of it is ever done.
 */
typedef enum
{
  MADO_PDF_NOTE_SCRIPT = 1 << 0,  /* JavaScript */
  MADO_PDF_NOTE_LAUNCH = 1 << 1,  /* wants to start a program or open a file */
  MADO_PDF_NOTE_SUBMIT = 1 << 2,  /* wants to send or fetch form data */
  MADO_PDF_NOTE_XFA = 1 << 3,     /* a form in XML that cannot be shown */
  MADO_PDF_NOTE_DAMAGED = 1 << 4, /* parts were wrong; the rest is shown */
  MADO_PDF_NOTE_MEDIA = 1 << 5,   /* sound, film, 3D or Flash */
  MADO_PDF_NOTE_UNREAD = 1 << 6,  /* parts could not be looked through */
  MADO_PDF_NOTE_SIGNED = 1 << 7,  /* has digital signatures; nothing to warn of */
} MadoPdfNotes;

/* Where a link or an entry of the outline leads. */
typedef enum
{
  MADO_PDF_ACTION_NONE,
  MADO_PDF_ACTION_PAGE,
  MADO_PDF_ACTION_ADDRESS, /* of the web; never followed without asking */
  MADO_PDF_ACTION_REFUSED, /* a script, a program, another file */
} MadoPdfAction;

/* How much of the file a signature speaks for. */
typedef enum
{
  MADO_PDF_REACH_UNKNOWN,
  MADO_PDF_REACH_WHOLE,
  MADO_PDF_REACH_PART, /* something was added after signing */
} MadoPdfReach;

/* Could the certificates in a signature be read? */
typedef enum
{
  MADO_PDF_SEAL_NOT_FOUND,      /* or not to be told apart from another's */
  MADO_PDF_SEAL_READ,
  MADO_PDF_SEAL_MISPLACED,      /* not where /ByteRange says */
  MADO_PDF_SEAL_DAMAGED,        /* no CMS */
  MADO_PDF_SEAL_TOO_LARGE,      /* more than anybody needs */
  MADO_PDF_SEAL_NO_CERTIFICATE, /* the signer's own is not there */
  MADO_PDF_SEAL_OTHER,          /* does not belong to what was checked */
} MadoPdfSealState;

/* Where the chain of the certificates in a signature ends. */
typedef enum
{
  MADO_PDF_CHAIN_OPEN,   /* who issued the last one is not in the document */
  MADO_PDF_CHAIN_ROOT,   /* with one that issued itself */
  MADO_PDF_CHAIN_BROKEN, /* with a name only: that one did not issue it */
  MADO_PDF_CHAIN_LONG,   /* it goes on */
} MadoPdfChainEnd;

G_END_DECLS
