// What a terminal program needs below Swift: code that runs in signal handlers, between fork and exec, or before
// anything else works.
#ifndef CTERMINAL_H
#define CTERMINAL_H

#include "device.h"
#include "pseudo_terminal.h"
#include "restore.h"
#include "signals.h"
#include "standard_error.h"
#include "wait.h"
#include "wake.h"

#endif
