#ifndef CGD_CANVAS_H
#define CGD_CANVAS_H

#include "CGd.h"
#include "library.h"

struct libgd_canvas {
  gdImagePtr image;
  int width, height;
};

#endif
