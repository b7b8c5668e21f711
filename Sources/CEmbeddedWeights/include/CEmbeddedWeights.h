// The weights of the embedded model, compiled into the program: no file is looked for when it runs.
#ifndef CEMBEDDEDWEIGHTS_H
#define CEMBEDDEDWEIGHTS_H

#include <stddef.h>

/// The bytes of weights.bin; EmbeddedModel's WeightsFile documents their form.
const unsigned char *_Nonnull embedded_weights(void);

/// How many there are.
size_t embedded_weights_count(void);

#endif
