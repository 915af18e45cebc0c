#!/usr/bin/env bash
# smart.sh IN OUT: as plain.sh, but copies what is right as it is.
set -euo pipefail
source "$(dirname "$0")/common.sh"
look "$1"

copy() { ffmpeg -nostdin -v error -y -i "$1" -map 0:v:0 -map 0:a:0 -map_metadata -1 "${@:3}" -movflags +faststart "$2"; }

picture=right
[[ $(field codec_name) = h264 && $(field pix_fmt) = yuv420p && -z $(field rotation) ]] || picture=wrong
(($(field format.size) < limit)) || picture=wrong
[[ $(gain) = 0 ]] && loud=yes || loud=no

if [[ $picture = wrong ]]; then
  transcode "$1" "$2"
elif [[ $loud = no ]]; then
  copy "$1" "$2" -c:v copy -af "volume=$(gain)dB" "${sound[@]}"
else
  copy "$1" "$2" -c copy
fi
