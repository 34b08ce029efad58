#include "CTemplates.h"

// A C file, since embedding by SwiftPM turns each byte into source text, which costs many seconds of every build.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char lambdas[] = {
#embed "../../Resources/Templates/lambdas.yaml"
};

static const unsigned char roles[] = {
#embed "../../Resources/Templates/roles.yaml"
};

static const unsigned char lambdas_stack[] = {
#embed "../../Resources/Policies/lambdas-stack.json"
};

static const unsigned char functions_guard[] = {
#embed "../../Resources/Policies/functions-guard.json"
};

rolecall_file rolecall_lambdas_template(void) { return (rolecall_file){lambdas, sizeof lambdas}; }

rolecall_file rolecall_roles_template(void) { return (rolecall_file){roles, sizeof roles}; }

rolecall_file rolecall_lambdas_stack_policy(void) { return (rolecall_file){lambdas_stack, sizeof lambdas_stack}; }

rolecall_file rolecall_functions_guard_policy(void) { return (rolecall_file){functions_guard, sizeof functions_guard}; }
