// What starting and watching over other programs needs below Swift: what happens between fork and exec, in signal
// handlers, and by calls that only one system has.
#ifndef CPROCESSES_H
#define CPROCESSES_H

#include "descriptors.h"
#include "starting.h"
#include "supervise.h"

#endif
