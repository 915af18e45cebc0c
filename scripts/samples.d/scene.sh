# The picture: a drawn head and shoulders that sway, blink and move the mouth in front of a
# textured wall, with a hand-held camera's shake and a sensor's grain.

# still NAME SIZE R G B A: one picture drawn by geq expressions.
still() {
  [[ -e $work/$1.png ]] || ff -f lavfi -i "color=black:s=$2:r=1:d=1,format=rgba" \
    -vf "geq=r='$3':g='$4':b='$5':a='$6'" -frames:v 1 "$work/$1.png"
}

draw_stills() {
  # d: 1 on the rim of the face; hair above it; two eyes; shoulders below.
  local d='(pow((X-600)/300,2)+pow((Y-560)/410,2))'
  local eye='lt(min(pow((X-480)/52,2),pow((X-720)/52,2))+pow((Y-500)/28,2),1)'
  local hair="lt(pow((X-600)/345,2)+pow((Y-520)/440,2),1)*lt(Y,380+60*sin(X/70))"
  local body='lt(pow((X-600)/580,2)+pow((Y-1620)/640,2),1)'
  layer() { # eye skin hair shirt
    echo "if($eye,$1,if($hair,$3+35*random(1)+20*sin(X/6),if(lt($d,1),$2*(1.08-0.4*$d)+16*random(0),$4+25*sin(X/17)*sin(Y/23)+14*random(2))))"
  }
  still person 1200x2100 "$(layer 38 214 52 70)" "$(layer 30 166 36 92)" "$(layer 26 142 30 128)" \
    "255*gt($eye+$hair+lt($d,1)+$body,0)"
  still mouth 220x110 '128*random(0)/6+92' '34' '40' '255*lt(pow((X-110)/105,2)+pow((Y-55)/50,2),1)'
  still lids 360x64 '190+12*random(0)' '142+12*random(0)' '120+12*random(0)' \
    '255*lt(min(pow((X-60)/58,2),pow((X-300)/58,2))+pow((Y-32)/31,2),1)'
  [[ -e $work/wall.png ]] || ff -f lavfi -i mandelbrot=s=1240x2080:start_scale=0.6:end_scale=0.5 \
    -vf 'hue=s=0.35,eq=contrast=0.55:brightness=0.08,noise=alls=10,gblur=sigma=1.2' \
    -frames:v 1 "$work/wall.png"
}

# scene SECONDS RATE: prints the master recording, 1080x1920, upright, no sound.
scene() {
  local out=$work/scene-$1-$2.mkv
  if [[ ! -e $out ]]; then
    draw_stills
    local x="-60+26*sin(t*1.1)" y="60+18*sin(t*1.7)"
    ff -i $work/wall.png -i $work/person.png -i $work/mouth.png -i $work/lids.png -filter_complex "
      [0]format=yuv420p,loop=-1:1,setpts=N/$2/TB,fps=$2,
         crop=1080:1920:'80+14*sin(t*2.3)+6*sin(t*9)':'80+12*cos(t*1.9)+5*sin(t*8)'[wall];
      [1]loop=-1:1,setpts=N/$2/TB,fps=$2[person];
      [2]loop=-1:1,setpts=N/$2/TB,fps=$2[mouth];
      [3]loop=-1:1,setpts=N/$2/TB,fps=$2[lids];
      [wall][person]overlay='$x':'$y'[a];
      [a][mouth]overlay='$x+490':'$y+735':enable='gt(sin(t*14)+0.6*sin(t*5),0)'[b];
      [b][lids]overlay='$x+420':'$y+468':enable='lt(mod(t,2.3),0.16)',
      eq=brightness='0.03*sin(t*0.9)':eval=frame,noise=alls=5:allf=t" \
      -t "$1" -c:v libx264 -preset ultrafast -crf 12 -color_range tv -colorspace bt709 \
      -color_primaries bt709 -color_trc bt709 "$out"
  fi
  echo "$out"
}

# BT.709 to the two HDR kinds that phones record.
hlg='zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt2020,zscale=t=arib-std-b67:m=bt2020nc:r=limited,format=yuv420p10le'
pq='zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt2020,zscale=t=smpte2084:m=bt2020nc:r=limited,format=yuv420p10le'
