#ifndef CCOMPATIBILITY_H
#define CCOMPATIBILITY_H

/// Does nothing; calling it links this target's own `hypot` and `hypotf`.
void rolecall_link_compatibility(void);

#endif
