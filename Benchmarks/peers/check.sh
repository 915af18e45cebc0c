#!/usr/bin/env bash
# What a script would run to look at a clip: its streams, then the loudness of its sound.
set -euo pipefail
ffprobe -v error -show_format -show_streams "$1"
ffmpeg -nostdin -hide_banner -i "$1" -map 0:a:0 -af ebur128=framelog=verbose -f null -
