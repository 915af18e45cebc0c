# One function a clip. What each is for, and what is to be found in it, stands in
# samples/expected.tsv.

x264=(-c:v libx264 -preset veryfast -crf 25 -pix_fmt yuv420p -g 60)
aac=(-c:a aac -b:a 64k)
front=(-movflags +faststart)
small='scale=540:960:flags=area'

# film OUT [OPTION…]: the 6 s scene at 540x960 with digits at -20 LUFS; options come last and win.
film() {
  local out=$1
  shift
  ff -i "$(scene 6 30)" -i "$(speech -20)" -vf "$small" "${x264[@]}" "${aac[@]}" -f mp4 "${front[@]}" "$@" "$out"
}

# again OUT OPTION…: fine.mp4 with its streams copied, unless the options say otherwise.
again() {
  local out=$1
  shift
  ff -i "$(need fine.mp4)" -map 0 -c copy "$@" "$out"
}

# sounding OUT FILTERGRAPH [OPTION…]: the picture of fine.mp4, the sound drawn by a filter graph.
sounding() {
  local out=$1 graph=$2
  shift 2
  ff -i "$(need fine.mp4)" -f lavfi -i "$graph" -map 0:v -map 1:a -c:v copy "${aac[@]}" -t 6 -f mp4 \
    "${front[@]}" "$@" "$out"
}

# voiced OUT FILTERS [OPTION…]: the picture of fine.mp4, the digits through audio filters.
voiced() {
  local out=$1 filters=$2
  shift 2
  ff -i "$(need fine.mp4)" -i "$(speech -20)" -map 0:v -map 1:a -af "$filters" -c:v copy "${aac[@]}" \
    -f mp4 "${front[@]}" "$@" "$out"
}

# --- Nothing wrong

clip:fine.mp4() { film "$1"; }
clip:fine-h264.flv() { again "$1" -f flv; }
clip:fine-fragmented.mp4() { again "$1" -f mp4 -movflags frag_keyframe+empty_moov+default_base_moof; }
clip:fine-late-index.mp4() { again "$1" -f mp4; }
clip:fine-landscape.mp4() { film "$1" -vf 'crop=1080:608,scale=960:540:flags=area,setsar=1'; }
clip:fine-surround.mp4() {
  voiced "$1" 'pan=5.1|FL=0.2*c0|FR=0.2*c0|FC=c0|LFE=0*c0|BL=0.05*c0|BR=0.05*c0' -b:a 192k
}

# --- The file

clip:container.mov() { again "$1" -f mov; }
clip:container.mkv() { again "$1" -f matroska; }
clip:wrong-name.mp4() { again "$1" -f matroska; }
clip:grain.mp4() {
  ff -stream_loop 3 -i "$(scene 6 30)" -i "$(speech -20 20 9)" \
    -vf 'scale=720:1280:flags=area,fps=60,noise=alls=40:allf=t+u' "${x264[@]}" -b:v 8M -maxrate 8M \
    -bufsize 8M "${aac[@]}" -t 19.8 -f mp4 "${front[@]}" "$1"
}
clip:big.mp4() { film "$1" -b:v 5M -maxrate 5M -bufsize 5M -crf 8; }
clip:tracks.mp4() {
  ff -i "$(need fine.mp4)" -i "$(need silent.mp4)" -filter_complex '[0:v]scale=270:480[small]' \
    -map '[small]' -map 0:v -map 1:a -map 0:a -c:v:0 libx264 -preset veryfast -crf 30 -c:v:1 copy \
    -c:a copy -disposition:v:0 0 -disposition:v:1 default -f mp4 "$1"
}
clip:cover.mp4() {
  ff -i "$(need fine.mp4)" -i "$(scene 6 30)" -filter_complex '[1:v]select=eq(n\,20),scale=300:300[cover]' \
    -map 0 -map '[cover]' -c copy -c:v:1 mjpeg -frames:v:1 1 -disposition:v:1 attached_pic -f mp4 "$1"
}
clip:location.mp4() {
  again "$1" -f mp4 "${front[@]}" -metadata location=+31.2304+121.4737/ -metadata make=Example
}
clip:location-apple.mp4() {
  again "$1" -f mp4 -movflags +faststart+use_metadata_tags \
    -metadata com.apple.quicktime.location.ISO6709=+31.2304+121.4737+004.000/ \
    -metadata com.apple.quicktime.model=Example
}

# --- The picture

clip:rotated-90.mp4() {
  film "$1" -vf "$small,transpose=2"
  turn "$1" 90 960 540
}
clip:rotated-180.mp4() {
  film "$1" -vf "$small,hflip,vflip"
  turn "$1" 180 540 960
}
clip:rotated-270.mp4() {
  film "$1" -vf "$small,transpose=1"
  turn "$1" 270 960 540
}
clip:mirrored.mp4() {
  film "$1" -vf "$small,hflip"
  matrix "$1" -1 0 0 0 1 0 540 0 1
}
clip:wide-pixels.mp4() { film "$1" -vf 'scale=720:960:flags=area,setsar=3/4'; }
clip:tiny.mp4() { film "$1" -vf 'scale=240:426:flags=area,setsar=1'; }
clip:4k.mp4() {
  ff -i "$(scene 6 30)" -i "$(speech -20)" -vf 'fps=15,scale=2160:3840:flags=fast_bilinear' \
    -c:v libx264 -preset ultrafast -b:v 7M -pix_fmt yuv420p "${aac[@]}" -f mp4 "$1"
}
clip:hevc.mp4() { film "$1" -c:v libx265 -preset ultrafast -crf 28 -x265-params log-level=none -tag:v hvc1; }
clip:hlg-rotated.mov() {
  ff -i "$(scene 6 30)" -i "$(speech -20)" -vf "scale=720:1280:flags=area,transpose=2,$hlg" \
    -c:v libx265 -preset ultrafast -crf 24 -x265-params log-level=none -tag:v hvc1 "${aac[@]}" -f mov "$1"
  turn "$1" 90 1280 720
}
clip:pq.mp4() {
  film "$1" -vf "$small,$pq" -c:v libx265 -preset ultrafast -crf 26 -pix_fmt yuv420p10le \
    -x265-params log-level=none -tag:v hvc1
}
clip:interlaced.mp4() {
  ff -i "$(scene 6 60)" -i "$(speech -20)" -vf "$small,interlace=scan=tff:lowpass=off" "${x264[@]}" \
    -flags +ilme+ildct -x264opts tff=1 "${aac[@]}" -f mp4 "${front[@]}" "$1"
}
clip:ten-bit.mp4() { film "$1" -pix_fmt yuv420p10le; }
clip:444.mp4() { film "$1" -pix_fmt yuv444p; }
clip:full-range.mp4() { film "$1" -vf "$small,scale=out_range=full" -pix_fmt yuvj420p -color_range pc; }
clip:vfr.mp4() {
  film "$1" -vf "$small,select='gt(mod(n*7,11),2+2*lt(mod(t,2),1))'" -vsync vfr -enc_time_base 1:90000
}
clip:slow-frames.mp4() { film "$1" -vf "fps=5,$small"; }
clip:dark.mp4() { film "$1" -vf "$small,lutyuv=y=16+(val-16)*0.08"; }
clip:frozen.mp4() { film "$1" -vf "$small,select=eq(n\,30),loop=-1:1,setpts=N/30/TB" -r 30 -t 6; }

# --- Time

clip:short.mp4() { film "$1" -t 1.5; }
clip:long.mp4() {
  ff -stream_loop 4 -i "$(scene 6 30)" -i "$(speech -20 25 9)" -vf "$small" "${x264[@]}" "${aac[@]}" \
    -t 25 -f mp4 "${front[@]}" "$1"
}
clip:late-sound.mp4() {
  ff -i "$(need fine.mp4)" -itsoffset 0.6 -i "$(speech -20 5.4 0.4)" -map 0:v -map 1:a -c:v copy \
    "${aac[@]}" -f mp4 "${front[@]}" "$1"
}

# --- The sound

clip:quiet.mp4() {
  ff -i "$(need fine.mp4)" -i "$(speech -45)" -map 0:v -map 1:a -c:v copy "${aac[@]}" -f mp4 "${front[@]}" "$1"
}
clip:silent.mp4() { sounding "$1" 'anullsrc=r=48000:cl=mono'; }
clip:dither.mp4() { sounding "$1" 'anoisesrc=amplitude=0.00004:r=48000:seed=3' -b:a 128k; }
clip:click.mp4() { sounding "$1" "aevalsrc='if(between(t,2,2.02),0.7*sin(2*PI*900*t),0)':s=48000"; }
clip:no-sound.mp4() { again "$1" -an -f mp4 "${front[@]}"; }
clip:inverted.mp4() { voiced "$1" 'pan=stereo|c0=c0|c1=-0.97*c0' -b:a 128k; }
clip:one-sided.mp4() { voiced "$1" 'pan=stereo|c0=0*c0|c1=c0' -b:a 96k; }
clip:noisy.mp4() {
  ff -i "$(need fine.mp4)" -i "$(speech -24)" -f lavfi -i 'anoisesrc=color=pink:amplitude=0.35:r=48000:seed=5' \
    -filter_complex '[1][2]amix=2:duration=first:normalize=0' -map 0:v -c:v copy "${aac[@]}" -f mp4 "${front[@]}" "$1"
}
clip:clipped.mp4() { voiced "$1" 'volume=30dB,aformat=s16' -b:a 192k; }
clip:pop.mp4() {
  ff -i "$(need fine.mp4)" -i "$(speech -43)" -f lavfi \
    -i "aevalsrc='if(between(t,0.3,0.305),0.4*sin(2*PI*400*t),0)':s=48000:d=6" \
    -filter_complex '[1][2]amix=2:duration=first:normalize=0' -map 0:v -c:v copy "${aac[@]}" -f mp4 "${front[@]}" "$1"
}
# FFmpeg writes no HE-AAC: this says of AAC of half the rate that a decoder is to double it.
clip:he-aac.mp4() {
  voiced "$1" 'aresample=24000,pan=stereo|c0=c0|c1=c0' -ac 2 -b:a 48k
  perl -0777 -pi -e 's/\x13\x10\x56\xe5\x00/\x13\x10\x56\xe5\x98/ or die' "$1"
}
clip:telephone.mov() { voiced "$1" 'aresample=8000' -c:a pcm_mulaw -f mov; }

# --- Other cameras, browsers, players

clip:mjpeg.avi() {
  ff -i "$(scene 6 30)" -i "$(speech -20)" -vf "$small" -c:v mjpeg -q:v 6 -pix_fmt yuvj420p -c:a pcm_s16le -f avi "$1"
}
clip:sorenson.flv() {
  ff -i "$(scene 6 30)" -i "$(speech -20)" -vf "$small" -c:v flv1 -q:v 6 -c:a libmp3lame -ar 44100 -f flv "$1"
}
clip:browser.webm() {
  # Through a pipe, as a browser's recorder writes it: no duration, no index.
  ff -i "$(scene 6 30)" -i "$(speech -20)" -vf "$small" -c:v libvpx -deadline realtime -cpu-used 8 -b:v 1M \
    -c:a libopus -b:a 48k -f webm -live 1 pipe:1 >"$1"
}

# --- Not what it says

clip:truncated.mp4() { head -c 120000 "$(need fine.mp4)" >"$1"; }
clip:truncated-index.mp4() { head -c 120000 "$(need fine-late-index.mp4)" >"$1"; }
# Two seconds of sound are lost before the digits begin.
clip:sound-hole.mp4() {
  ff -i "$(need long.mp4)" -map 0 -c copy -bsf:a "noise=drop='between(n,50,143)'" -f mp4 "${front[@]}" "$1"
}
# A clock that goes wrong for the last second: five hours are lost.
clip:sound-jump.mp4() {
  again "$1" -bsf:a "setts=ts='if(gt(N,235),TS+20000/TB,TS)'" -f mp4 "${front[@]}"
}
clip:picture-jump.mp4() {
  again "$1" -bsf:v "setts=ts='if(gt(N,150),TS+20000/TB,TS)'" -f mp4 "${front[@]}"
}
# A picture that says it has 80 million frames of one byte each.
clip:claims.mp4() {
  perl -0777 -pe '
    sub claim {
      my ($name, $body) = @_;
      my $at = index($_, $name) - 4;
      my $size = unpack("N", substr($_, $at, 4));
      my $box = pack("Na4", 8 + length $body, $name) . $body;
      my $rest = $size - length $box;
      $box .= pack("Na4", $rest, "free") . "\0" x ($rest - 8) if $rest;
      substr($_, $at, $size) = $box;
    }
    my $frames = 80_000_000;
    claim("stts", pack("N4", 0, 1, $frames, 512));
    claim("stsc", pack("N5", 0, 1, 1, $frames, 1));
    claim("stsz", pack("N3", 0, 1, $frames));' "$(need fine.mp4)" >"$1"
}
clip:text.mp4() { printf 'This is a letter, not a clip.\n%.0s' {1..200} >"$1"; }
clip:empty.mp4() { : >"$1"; }
clip:sound-only.mp4() { again "$1" -vn -f mp4 "${front[@]}"; }
clip:playlist.mp4() {
  # Opened as a playlist it would read its neighbour.
  need fine.mp4 >/dev/null
  printf '#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\nfine.mp4\n#EXT-X-ENDLIST\n' >"$1"
}

# --- The demonstration's: too big, too quiet, sideways

clip:phone.mp4() {
  ff -i "$(scene 6 30)" -i "$(speech -43)" -vf transpose=2 -c:v libx264 -preset ultrafast -bf 0 -b:v 16M \
    -maxrate 20M -bufsize 16M -g 30 -profile:v high -pix_fmt yuv420p -c:a aac -b:a 96k \
    -metadata location=+31.2304+121.4737/ -f mp4 "$1"
  turn "$1" 90 1920 1080
}
