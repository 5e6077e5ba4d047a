// SPDX-License-Identifier: Apache-2.0

/** What a reader saw in a frame: the texts of codes, and whether a symbol is there that it could not
    read. */
export interface Sight {
  texts: string[];
  unread: boolean;
}

export const nothing: Sight = { texts: [], unread: false };
