/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_WIRE_H
#define SELLO_WIRE_WIRE_H

/* The bytes that get signed, for the other folders. docs/FORMAT.md says what each byte means. */

#include "wire/bundle.h"
#include "wire/bytes.h"
#include "wire/cbor.h"
#include "wire/cose.h"
#include "wire/crypto.h"
#include "wire/digits.h"
#include "wire/error.h"
#include "wire/label.h"
#include "wire/log_edge.h"
#include "wire/log_proof.h"
#include "wire/merkle.h"
#include "wire/note.h"
#include "wire/root.h"
#include "wire/serial.h"
#include "wire/status_list.h"
#include "wire/text.h"
#include "wire/tile.h"

#endif
