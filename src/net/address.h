/* SPDX-License-Identifier: GPL-3.0-or-later */
/* address: whether an address of the network is private: not one of the public internet,
 * where a redirect from outside has nothing to look for. Inner header of net/. */
#ifndef NET_ADDRESS_H
#define NET_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/* Loopback, private, link-local, shared, multicast, reserved (RFC 6890), IPv4 and IPv6,
 * also IPv4 inside IPv6 (mapped, NAT64, 6to4). Other families count as private. */
bool address_is_private(const struct sockaddr *address);
/* The same for "127.0.0.1", "fe80::1%eth0"; what cannot be read counts as private. */
bool address_text_is_private(const char *text);

#endif
