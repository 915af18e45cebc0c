# The sound: spoken digits in a quiet room, at a loudness that is measured and set.

# loudness FILE: integrated, LUFS.
loudness() {
  ffmpeg -nostdin -hide_banner -i "$1" -map 0:a:0 -af ebur128 -f null - 2>&1 |
    awk '$1 == "I:" { last = $2 } END { print last }'
}

# speech LUFS [SECONDS] [START]: prints a mono 48 kHz recording of four digits that begin at START.
speech() {
  local seconds=${2:-6} start=${3:-0.8} dry=$work/digits.wav out raw gain delay
  out=$work/speech-$1-$seconds-$start.wav
  if [[ ! -e $out ]]; then
    [[ -e $dry ]] || espeak-ng -v en -s 105 -g 18 -w $dry '9, 5, 3, 2'
    raw=$work/raw-$seconds-$start.wav
    # In milliseconds: adelay reads 0.8s as 0.8 ms.
    delay=$(awk -v seconds="$start" 'BEGIN { printf "%d", seconds * 1000 }')
    ff -i $dry -f lavfi -i "anoisesrc=color=pink:amplitude=0.0015:r=48000:seed=7" -filter_complex "
      [0]aresample=48000,adelay=$delay:all=1,apad[voice];
      [voice][1]amix=2:duration=longest:normalize=0" -t "$seconds" -ac 1 $raw
    gain=$(awk -v want="$1" -v have="$(loudness $raw)" 'BEGIN { print want - have }')
    ff -i $raw -af "volume=${gain}dB" -c:a pcm_s24le "$out"
  fi
  echo "$out"
}
