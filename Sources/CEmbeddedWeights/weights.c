#include "CEmbeddedWeights.h"

// clang takes #embed in every version of C, and warns that only C23 has it.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char weights[] = {
#embed "weights.bin"
};

const unsigned char *embedded_weights(void) { return weights; }

size_t embedded_weights_count(void) { return sizeof weights; }
