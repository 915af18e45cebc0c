#!/usr/bin/env bash
# handbrake.sh IN OUT: the transcode alone, with neither a look at the clip nor loudness.
set -euo pipefail
HandBrakeCLI -i "$1" -o "$2" -f av_mp4 -O -e x264 --encoder-preset veryfast -q 23 \
  --maxWidth 540 --maxHeight 960 -E av_aac -B 64 -6 mono
