#!/usr/bin/env bash
# plain.sh IN OUT: looks, measures, transcodes; every clip the same way.
set -euo pipefail
source "$(dirname "$0")/common.sh"
look "$1"
transcode "$1" "$2"
