/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The special-purpose blocks of RFC 6890 and its updates, as prefixes. */
#include "net/address.h"

#include <arpa/inet.h>
#include <glib.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>

static const struct {
	uint32_t net;
	unsigned bits;
} private_v4[] = {
	{0x00000000, 8},  /* this network */
	{0x0A000000, 8},  /* private */
	{0x64400000, 10}, /* shared (carriers) */
	{0x7F000000, 8},  /* loopback */
	{0xA9FE0000, 16}, /* link-local */
	{0xAC100000, 12}, /* private */
	{0xC0000000, 24}, /* protocol assignments */
	{0xC0A80000, 16}, /* private */
	{0xC6120000, 15}, /* benchmarks */
	{0xE0000000, 4},  /* multicast */
	{0xF0000000, 4},  /* reserved, broadcast */
};

static bool v4_is_private(uint32_t host_order)
{
	for (size_t i = 0; i < G_N_ELEMENTS(private_v4); i++)
		if ((host_order ^ private_v4[i].net) >> (32 - private_v4[i].bits) == 0)
			return true;
	return false;
}

static uint32_t v4_at(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static bool v6_is_private(const uint8_t a[16])
{
	static const uint8_t zeros[12], mapped[12] = {[10] = 0xff, [11] = 0xff};
	static const uint8_t nat64[12] = {0x00, 0x64, 0xff, 0x9b};
	if (memcmp(a, zeros, 12) == 0 || memcmp(a, mapped, 12) == 0 ||
	    memcmp(a, nat64, 12) == 0)
		return v4_is_private(v4_at(a + 12)); /* :: and ::1, too */
	if (a[0] == 0x20 && a[1] == 0x02)
		return v4_is_private(v4_at(a + 2));
	return (a[0] & 0xfe) == 0xfc ||			  /* unique local */
	       (a[0] == 0xfe && (a[1] & 0x80) == 0x80) || /* link-local, site-local */
	       a[0] == 0xff ||				  /* multicast */
	       (a[0] == 0x01 && a[1] == 0x00);		  /* discard */
}

bool address_is_private(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET) {
		struct sockaddr_in in;
		memcpy(&in, address, sizeof in);
		return v4_is_private(ntohl(in.sin_addr.s_addr));
	}
	if (address->sa_family == AF_INET6) {
		struct sockaddr_in6 in6;
		memcpy(&in6, address, sizeof in6);
		return v6_is_private(in6.sin6_addr.s6_addr);
	}
	return true;
}

bool address_text_is_private(const char *text)
{
	struct in_addr v4;
	struct in6_addr v6;
	if (inet_pton(AF_INET, text, &v4) == 1)
		return v4_is_private(ntohl(v4.s_addr));
	g_autofree char *bare = g_strndup(text, strcspn(text, "%"));
	return inet_pton(AF_INET6, bare, &v6) != 1 || v6_is_private(v6.s6_addr);
}
