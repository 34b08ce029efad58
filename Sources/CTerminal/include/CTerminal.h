#ifndef CTERMINAL_H
#define CTERMINAL_H

/// Columns that a code point takes on a terminal: 0, 1 or 2; -1 for one that has no width (controls).
int ct_width(unsigned int codepoint);

#endif
