#!/bin/sh
# Sees to the system packages that redraft needs: system.sh run|test PYTHON
#
# What is there already is not asked for again: nothing is printed, no network is used. What is
# missing is installed with apt-get by root, or through sudo; where that cannot be, the packages
# are named for Debian, Fedora and macOS, and the exit code is 1.
set -eu
purpose=$1
python=$2

has_library() { # name of the shared object without "lib", its number
    "$python" - "$1" "$2" <<'PYTHON'
import ctypes, glob, sys
name, number = sys.argv[1:]
found = glob.glob(f"/opt/homebrew/lib/lib{name}.dylib") + glob.glob(f"/usr/local/lib/lib{name}.dylib")
try:
    found or ctypes.CDLL(f"lib{name}.so.{number}")
except OSError:
    sys.exit(1)
PYTHON
}

debian='' fedora='' macos=''
want() { # package in Debian, in Fedora, in Homebrew
    debian="$debian $1" fedora="$fedora $2" macos="$macos $3"
}

has_browser() {
    for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
        command -v "$name" >/dev/null && return
    done
    [ -d /Applications/Chromium.app ] || [ -d '/Applications/Google Chrome.app' ]
}

missing() {
    debian='' fedora='' macos=''
    "$python" -c 'import ensurepip, venv' 2>/dev/null || want "$venv" python3 python3
    has_library pango-1.0 0 || want libpango-1.0-0 pango pango
    has_library pangoft2-1.0 0 || want libpangoft2-1.0-0 pango pango
    has_library harfbuzz-subset 0 || want libharfbuzz-subset0 harfbuzz harfbuzz
    has_library fontconfig 1 || want libfontconfig1 fontconfig fontconfig
    if [ "$purpose" = test ]; then
        command -v pdftotext >/dev/null || want poppler-utils poppler-utils poppler
        command -v qpdf >/dev/null || want qpdf qpdf qpdf
        command -v jq >/dev/null || want jq jq jq
        has_browser || want chromium chromium chromium
        has_library atomic 1 || want libatomic1 libatomic gcc # of the Node.js that drives it
    fi
    [ -n "$debian" ]
}

# Debian's python3 takes its venv from python3-venv; another python3.N there has its own
venv=python3-venv
case $python in *python3.*) venv=$(basename "$python")-venv ;; esac

missing || exit 0

may_install() {
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" = 0 ]; then
        sudo=''
    elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        sudo=sudo
    else
        return 1
    fi
}

if may_install; then
    echo "Installing system packages:$debian"
    log=$(mktemp)
    # shellcheck disable=SC2086 # one word a package
    if ! { $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends $debian; } >"$log" 2>&1; then
        cat "$log" >&2
        rm "$log"
        exit 1
    fi
    rm "$log"
    missing || exit 0
fi

once() { printf '%s\n' "$@" | sort -u | paste -sd' ' -; }
# shellcheck disable=SC2086
cat >&2 <<TEXT
redraft needs system packages that are not here and that it may not install. Install them, then
run make again:
  Debian, Ubuntu   apt-get install $(once $debian)
  Fedora           dnf install $(once $fedora)
  macOS            brew install $(once $macos)
TEXT
exit 1
