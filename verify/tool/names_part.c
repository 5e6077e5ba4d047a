/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/tool/names.h"

const struct names_part names_part = {.alike = names_alike, .mixes_scripts = name_mixes_scripts};
