# Shared by the other parts of scripts/samples.

die() { echo "samples: $*" >&2; exit 1; }

ff() { ffmpeg -nostdin -hide_banner -v error -y "$@"; }

# fresh FOLDER STAMP: empties the folder when its clips were made by another version of the script.
fresh() {
  if [[ $(cat "$1/.stamp" 2>/dev/null) != "$2" ]]; then
    find "$1" -maxdepth 1 -type f -delete
    find "$work" -type f ! -name lock -delete
    echo "$2" >"$1/.stamp"
  fi
}

# make KIND NAME: runs the function KIND:NAME, which writes the file it is given. A clip appears
# whole or not at all.
make() {
  local folder=$clips unfinished
  [[ $1 = bench ]] && folder=$clips/bench
  [[ -e $folder/$2 ]] && return
  declare -F "$1:$2" >/dev/null || die "there is no clip called $2 (scripts/samples --list)"
  unfinished=$work/unfinished-$2
  echo "samples: $2" >&2
  making=$2 # for the trap, which tells what failed
  "$1:$2" "$unfinished"
  mv "$unfinished" "$folder/$2"
}

# need NAME: makes another clip that this one is derived from, and prints where it is.
need() {
  make clip "$1"
  echo "$clips/$1"
}

# matrix FILE A B U C D V X Y W: overwrites the display matrix of the first track (16.16 fixed
# point as whole numbers; the last of each row is 2.30).
matrix() {
  perl -e '
    my ($file, @m) = @ARGV;
    open(my $f, "+<:raw", $file) or die "$file: $!";
    local $/; my $bytes = <$f>;
    my $at = index($bytes, "tkhd"); die "no tkhd in $file" if $at < 0;
    my @scale = (65536, 65536, 1 << 30) x 3;
    my $matrix = pack("N9", map { ($m[$_] * $scale[$_]) & 0xffffffff } 0 .. 8);
    seek($f, $at + 4 + (ord(substr($bytes, $at + 4, 1)) ? 52 : 40), 0);
    print $f $matrix;
    close($f) or die "$file: $!";
  ' "$@"
}

# turn FILE DEGREES WIDTH HEIGHT: tags a stored picture of that size to be turned clockwise.
turn() {
  case $2 in
    90) matrix "$1" 0 1 0 -1 0 0 "$4" 0 1 ;;
    180) matrix "$1" -1 0 0 0 -1 0 "$3" "$4" 1 ;;
    270) matrix "$1" 0 -1 0 1 0 0 0 "$3" 1 ;;
  esac
}
