#!/usr/bin/env bash
# batch.sh FOLDER COUNT CLIP… -- COMMAND…: runs COMMAND on COUNT clips, the given ones in turns, two
# at a time. IN and OUT in the command stand for a clip and for what is made of it.
set -euo pipefail
folder=$1 count=$2
shift 2
clips=()
while [[ $1 != -- ]]; do
  clips+=("$1")
  shift
done
shift
mkdir -p "$folder"
for ((i = 0; i < count; i++)); do
  words=("${@/#IN/${clips[i % ${#clips[@]}]}}")
  words=("${words[@]/#OUT/$folder/$i.mp4}")
  printf '%s\0' "${words[@]}"
done | xargs -0 -P 2 -n $#
rm -rf "$folder"
