#include <malloc.h>

#include "CTerminal.h"

void ct_keep_memory_small(void) {
  // An arena for every thread would keep what one refresh filled.
  mallopt(M_ARENA_MAX, 1);
  // Growing in large steps costs far fewer calls of the system while thousands of accounts are read.
  mallopt(M_TOP_PAD, 1024 * 1024);
  // Fixed, so that large arrays go back when they are freed; by itself the threshold grows with them.
  mallopt(M_MMAP_THRESHOLD, 256 * 1024);
}

void ct_return_memory(void) { malloc_trim(0); }
