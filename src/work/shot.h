/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shot: tells a fault of the worker from a signal that somebody sent. Both end it, but
 * only a fault says anything about the document in hand. */
#ifndef WORK_SHOT_H
#define WORK_SHOT_H

/* From now on a fatal signal that comes from another process ends the program with
 * WIRE_STATUS_SHOT; one of its own ends it as before. Before any thread. */
void shot_watch(void);

#endif
