#ifndef CTEMPLATES_H
#define CTEMPLATES_H

#include <stddef.h>

/// One file of Resources as it stands in the binary; not ended by a zero.
typedef struct {
  const unsigned char *bytes;
  size_t size;
} rolecall_file;

rolecall_file rolecall_lambdas_template(void);
rolecall_file rolecall_roles_template(void);
rolecall_file rolecall_lambdas_stack_policy(void);
rolecall_file rolecall_functions_guard_policy(void);

#endif
