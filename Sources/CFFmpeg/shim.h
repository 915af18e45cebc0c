// What FFmpeg offers as macros, variadics or va_list callbacks, none of which Swift imports, and the
// only place that knows of differences between FFmpeg's versions.
#pragma once
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/audio_fifo.h>
#include <libavutil/channel_layout.h>
#include <libavutil/display.h>
#include <libavutil/error.h>
#include <libavutil/imgutils.h>
#include <libavutil/log.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>
#include <malloc.h>

static const int64_t shim_nopts = AV_NOPTS_VALUE;
static const int shim_eagain = AVERROR(EAGAIN);
static const int shim_enomem = AVERROR(ENOMEM);
static const int shim_enosys = AVERROR(ENOSYS);
static const int shim_eperm = AVERROR(EPERM);
static const int shim_enospc = AVERROR(ENOSPC);
static const int shim_eio = AVERROR(EIO);
static const int shim_eof = AVERROR_EOF;
static const int shim_exit = AVERROR_EXIT;
static const int shim_invalid = AVERROR_INVALIDDATA;

// Swift hands over the sink; the va_list is formatted here and never leaves.
void liveprep_libav_log(int level, const char *line);

static inline void shim_log(void *context, int level, const char *format, va_list arguments) {
  if (level > AV_LOG_ERROR) return;
  char line[400];
  int prefix = 0;
  av_log_format_line2(context, level, format, arguments, line, sizeof line, &prefix);
  liveprep_libav_log(level, line);
}

static inline void shim_capture_log(void) {
  av_log_set_level(AV_LOG_ERROR);
  av_log_set_callback(shim_log);
}

static inline void shim_layout_default(AVChannelLayout *layout, int channels) {
  av_channel_layout_default(layout, channels);
}

// glibc's malloc.h is in no module of Swift's.
static inline void shim_return_large_blocks(int bytes) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, bytes);
#else
  (void)bytes;
#endif
}
