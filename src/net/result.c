/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a transfer leaves. Apart, because a worker without a network frees tasks too. */
#include "net/fetcher.h"

#include "wire/job.h"

void transfer_result_free(struct transfer_result *result)
{
	if (!result)
		return;
	job_free(result->job);
	answer_free(result->answer);
	if (result->body)
		g_byte_array_unref(result->body);
	g_free(result);
}
