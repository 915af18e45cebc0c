// libyuv ships no pkg-config file, so the module map links it by name.
#include <libyuv/planar_functions.h>
#include <libyuv/rotate.h>
#include <libyuv/scale.h>
