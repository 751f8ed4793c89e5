# SPDX-License-Identifier: GPL-3.0-or-later
# See story-screen.

form=json
. "$case_dir/story-screen"
