# The benchmark's clips: what phones record, at the bit rates at which they do.

x265=(-c:v libx265 -preset ultrafast -tag:v hvc1)

bench:android-1080p-h264.mp4() {
  ff -i "$(scene 6 30)" -i "$(speech -20)" -c:v libx264 -preset veryfast -bf 0 -b:v 16M -maxrate 18M \
    -bufsize 16M -g 30 -profile:v high -pix_fmt yuv420p -c:a aac -b:a 96k -f mp4 "$1"
}
bench:1080p-hevc.mp4() {
  ff -i "$(scene 6 30)" -i "$(speech -20)" "${x265[@]}" -b:v 8M -x265-params log-level=none \
    -pix_fmt yuv420p -c:a aac -b:a 96k -f mp4 "$1"
}
bench:1080p-hlg-rotated.mp4() {
  ff -i "$(scene 6 30)" -i "$(speech -20)" -vf "transpose=2,$hlg" "${x265[@]}" -b:v 8M \
    -x265-params log-level=none -c:a aac -b:a 96k -f mp4 "$1"
  turn "$1" 90 1920 1080
}
bench:4k30-hevc-rotated.mp4() {
  ff -stream_loop 1 -i "$(scene 6 30)" -i "$(speech -20 10)" -vf 'transpose=2,scale=3840:2160:flags=fast_bilinear' \
    "${x265[@]}" -b:v 24M -x265-params log-level=none -pix_fmt yuv420p -c:a aac -b:a 96k -t 10 -f mp4 "$1"
  turn "$1" 90 3840 2160
}
bench:720p-quiet.mp4() {
  ff -i "$(scene 6 30)" -i "$(speech -45)" -vf scale=720:1280:flags=area -c:v libx264 -preset veryfast \
    -b:v 2.5M -maxrate 3M -bufsize 3M -g 60 -pix_fmt yuv420p -c:a aac -b:a 96k -movflags +faststart -f mp4 "$1"
}
bench:540p-fine.mp4() {
  ff -i "$(scene 6 30)" -i "$(speech -20)" -vf scale=540:960:flags=area -c:v libx264 -preset veryfast \
    -crf 23 -g 60 -pix_fmt yuv420p -c:a aac -b:a 64k -movflags +faststart -f mp4 "$1"
}
