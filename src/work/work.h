/* SPDX-License-Identifier: GPL-3.0-or-later */
/* work: the worker's loop: jobs in, answers out, until the socket ends. */
#ifndef WORK_WORK_H
#define WORK_WORK_H

/* Serves tnews on the socket fd; the calling thread becomes the network thread. Returns
 * the exit status: 0 at the end of the socket, 1 for a peer that cannot be understood. */
int work_run(int fd);

#endif
