#!/usr/bin/env bash
# batch.sh FOLDER COUNT CLIP… -- COMMAND…: runs COMMAND on COUNT clips, the given ones in turns.
# Where a word of the command is ALL, it is run once: ALL stands for the clips, OUT for the folder of
# what is made. Else it is run for each clip, two at a time: IN and OUT stand for a clip and its result.
set -euo pipefail
folder=$1 count=$2
shift 2
clips=()
while [[ $1 != -- ]]; do
  clips+=("$1")
  shift
done
shift
rm -rf "$folder"
mkdir -p "$folder/in" "$folder/out"
for ((i = 0; i < count; i++)); do
  ln -s "${clips[i % ${#clips[@]}]}" "$folder/in/$i.mp4"
done

if [[ " $* " == *' ALL '* ]]; then
  words=()
  for word; do
    case $word in
      ALL) words+=("$folder"/in/*) ;;
      OUT) words+=("$folder/out") ;;
      *) words+=("$word") ;;
    esac
  done
  "${words[@]}" >&2
else
  for ((i = 0; i < count; i++)); do
    for word; do
      case $word in
        IN) printf '%s\0' "$folder/in/$i.mp4" ;;
        OUT) printf '%s\0' "$folder/out/$i.mp4" ;;
        *) printf '%s\0' "$word" ;;
      esac
    done
  done | xargs -0 -P 2 -n $# env
fi
made=("$folder"/out/*.mp4)
rm -rf "$folder"
[[ ${#made[@]} -eq $count ]]
