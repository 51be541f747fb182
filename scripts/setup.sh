#!/bin/sh
# Makes ready what the Makefile's targets need, and is quick where that has been done:
#     scripts/setup.sh requirements.txt    .venv with the packages that this file names
#     scripts/setup.sh browser             Chromium, for the tests that drive a browser
#     scripts/setup.sh proxies             nginx and HAProxy, for the tests of what is shipped for them
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

# What the system lacks for all that was asked, so that it is installed, or said, at once.
missing_packages() {
    for what in "$@"; do
        case $what in
        browser) has_browser || echo "$CHROMIUM_PACKAGE" ;;
        proxies) for proxy in nginx haproxy; do has_proxy $proxy || echo $proxy; done ;;
        *) has_venv || missing_python ;;
        esac
    done
}

has_browser() {
    for browser in ${CHROMIUM:+"$CHROMIUM"} chromium-headless-shell chromium chromium-browser; do
        ! "$browser" --version >/dev/null 2>&1 || return 0
    done
    return 1
}

has_proxy() { PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null; }

has_venv() { [ ! -e .venv/unfinished ] && .venv/bin/python -c 'import pip' 2>/dev/null; }

missing_python() {
    if find_python; then
        "$python" -c 'import ensurepip, venv' 2>/dev/null ||
            "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
    elif command -v python3 >/dev/null; then
        fail "Gradwalk needs Python 3.11 or later, and python3 here is $(python3 -V): please install a later one beside it."
    else
        echo python3-venv
    fi
}

find_python() {
    for python in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11; do
        ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || return 0
    done
    return 1
}

# Debian's packages: as root or with sudo, else the command to type is said.
apt_install() {
    command -v apt-get >/dev/null || fail "Please install $* the way your system does it, and try again."
    if [ "$(id -u)" = 0 ]; then
        sudo=
    elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        sudo=sudo
    else
        fail "Please type this once, as root, and try again: apt-get install $*"
    fi
    say "Installing $* with apt ..."
    as_root apt-get -qq update || say "Going on with the package lists that are there."
    as_root apt-get -qq -y --no-install-recommends install "$@" >/dev/null ||
        fail "apt could not install $*: see above. By hand, as root: apt-get update && apt-get install $*"
}

as_root() { $sudo env DEBIAN_FRONTEND=noninteractive "PATH=$PATH:/usr/sbin:/sbin" "$@" </dev/null; }

make_venv() {
    find_python || fail "Gradwalk needs Python 3.11 or later, and this system's packages have none."
    rm -rf .venv
    "$python" -m venv .venv || fail "Python could not make the virtual environment .venv: see above."
}

# A stamp holds the checksum of what was installed; an installation that was cut short leaves `unfinished` behind.
install_packages() {
    has_venv || make_venv
    sum=$(cat requirements.txt "$1" | cksum)
    [ "$(cat ".venv/$1.stamp" 2>/dev/null)" != "$sum" ] || return 0
    say "Installing $1 into .venv ..."
    touch .venv/unfinished
    PIP_USER=0 .venv/bin/python -m pip --disable-pip-version-check --no-input install --quiet -r "$1" ||
        fail "pip could not install $1: see above, and whether there is a network."
    echo "$sum" >".venv/$1.stamp"
    rm .venv/unfinished
}

# The browser without its own windows where there is one, which opens pages faster; Ubuntu has another name for the whole.
CHROMIUM_PACKAGE=chromium
! grep -qs '^ID=ubuntu$' /etc/os-release || CHROMIUM_PACKAGE=chromium-browser
! apt-cache show chromium-headless-shell >/dev/null 2>&1 || CHROMIUM_PACKAGE=chromium-headless-shell

# One at a time, where two terminals begin together.
exec 9<scripts/setup.sh
! command -v flock >/dev/null || flock 9

packages=$(missing_packages "$@")
# shellcheck disable=SC2086 # the names are words
[ -z "$packages" ] || apt_install $packages
for what in "$@"; do
    case $what in browser | proxies) ;; *) install_packages "$what" ;; esac
done
