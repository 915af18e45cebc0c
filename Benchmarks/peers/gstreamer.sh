#!/usr/bin/env bash
# gstreamer.sh IN OUT: the transcode alone, with neither a look at the clip nor loudness.
set -euo pipefail
gst-launch-1.0 -q filesrc location="$1" ! decodebin name=d \
  d. ! queue ! videoflip method=automatic ! videoscale ! videoconvert \
  ! 'video/x-raw,format=I420,width=540,height=960,pixel-aspect-ratio=1/1' \
  ! x264enc speed-preset=veryfast pass=qual quantizer=23 ! queue ! m.video_0 \
  d. ! queue ! audioconvert ! audioresample ! 'audio/x-raw,channels=1' ! avenc_aac bitrate=64000 ! queue ! m.audio_0 \
  mp4mux name=m faststart=true ! filesink location="$2"
