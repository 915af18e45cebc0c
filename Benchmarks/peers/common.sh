# Shared by plain.sh and smart.sh: what a good shell script does to make a clip fit.

limit=3000000

# look IN: one ffprobe and one ebur128 pass. Sets probed (lines of key="value") and loudness, LUFS.
look() {
  probed=$(ffprobe -v error -show_format -show_streams -of flat "$1")
  loudness=$(ffmpeg -nostdin -hide_banner -i "$1" -map 0:a:0 -af ebur128=framelog=verbose -f null - 2>&1 |
    awk '$1 == "I:" { last = $2 } END { print last }')
}

# field KEY: the first value whose key ends so.
field() { sed -nE "s/^[^=]*$1=\"?([^\"]*)\"?\$/\1/; t found; d; :found; p; q" <<<"$probed"; }

# gain: decibels that bring the voice to -20 LUFS, where it is too quiet.
gain() {
  awk -v have="$loudness" 'BEGIN { g = have < -35 ? -20 - have : 0; print (g > 30 ? 30 : g) }'
}

# sound OPTIONS for a new sound.
sound=(-c:a aac -b:a 64k -ac 1)

transcode() { # IN OUT
  local reduce ceiling
  reduce="scale='if(gt(iw,ih),-2,min(540,iw))':'if(gt(iw,ih),min(540,ih),-2)'"
  case $(field color_transfer) in
    arib-std-b67 | smpte2084)
      # Reduced first: mapping the whole picture would take four times as long.
      reduce="$reduce,zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0"
      reduce="$reduce,zscale=t=bt709:m=bt709:r=limited"
      ;;
  esac
  ceiling=$(awk -v s="$(field format.duration)" -v b=$limit 'BEGIN { print int(b * 8 * 0.95 / s - 64000) }')
  ffmpeg -nostdin -v error -y -i "$1" -map 0:v:0 -map 0:a:0 -map_metadata -1 -vf "$reduce,format=yuv420p" \
    -c:v libx264 -preset veryfast -crf 23 -maxrate "$ceiling" -bufsize "$ceiling" \
    -af "volume=$(gain)dB" "${sound[@]}" -movflags +faststart "$2"
}
