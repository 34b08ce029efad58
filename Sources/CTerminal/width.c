#define _XOPEN_SOURCE 700
#include <wchar.h>

#include "CTerminal.h"

int ct_width(unsigned int codepoint) { return wcwidth((wchar_t)codepoint); }
