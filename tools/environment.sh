#!/bin/sh
# Makes sure that a virtual environment exists and holds what a requirements file names.
#
#   tools/environment.sh .venv requirements.txt
#
# The first run creates and installs; later runs compare one checksum and are done. It installs anew
# when the requirements or the package's own list of them change, or when the folder was moved.
# PYTHON names the interpreter; without it, the first of a few usual names that is new enough is taken.
# LATEST=1 installs the newest release of everything instead of the pinned one, to see what the next pins would meet.
set -eu

venv=$1
requirements=$2
oldest_minor=11 # as requires-python in pyproject.toml

# Prints major.minor of a command, or nothing if it is no Python. Old ones understand the question, too.
version_of() {
    "$1" -c 'import sys; sys.stdout.write("%d.%d" % sys.version_info[:2])' 2>/dev/null || true
}

is_supported() {
    case $1 in
    3.*) [ "${1#3.}" -ge "$oldest_minor" ] ;;
    *) false ;;
    esac
}

refuse() {
    echo "$1" >&2
    echo "Install Python 3.$oldest_minor or newer, or name one that you have: PYTHON=/path/to/python3 make lab" >&2
    exit 1
}

# Prints the interpreter to create the environment with.
choose_python() {
    if [ -n "${PYTHON:-}" ]; then
        found=$(version_of "$PYTHON")
        [ -n "$found" ] || refuse "PYTHON=$PYTHON does not run as a Python interpreter."
        is_supported "$found" || refuse "These notebooks need Python 3.$oldest_minor or newer; $PYTHON is Python $found."
        echo "$PYTHON"
        return
    fi
    for candidate in python3 python3.13 python3.12 python3.11 python3.14 python; do
        if is_supported "$(version_of "$candidate")"; then
            echo "$candidate"
            return
        fi
    done
    found=$(version_of python3)
    refuse "These notebooks need Python 3.$oldest_minor or newer; ${found:+python3 is Python $found, and }no newer one was found."
}

# Tells whether the environment can be kept: its interpreter runs, has pip, and is the one asked for.
is_usable() {
    "$venv/bin/python" -c 'import importlib.util as u, sys; sys.exit(u.find_spec("pip") is None)' 2>/dev/null || return 1
    [ -z "${PYTHON:-}" ] || [ "$(version_of "$PYTHON")" = "$(version_of "$venv/bin/python")" ]
}

# A requirements file and those that it includes.
files="$requirements $(sed -n 's/^-r //p' "$requirements")"
# shellcheck disable=SC2086  # a list of our own file names, none with spaces
checksum=$({ pwd && echo "${LATEST:-}" && cat pyproject.toml $files; } | cksum)

# An environment of an unsupported Python is refused even if it was made by hand.
if [ -n "${PYTHON:-}" ] || ! is_usable || ! is_supported "$(version_of "$venv/bin/python")"; then
    python=$(choose_python)
fi
if ! is_usable || ! is_supported "$(version_of "$venv/bin/python")"; then
    echo "Creating $venv with $python ($(version_of "$python")) …"
    "$python" -m venv --clear "$venv"
fi

stamp() { echo "$venv/installed-$1"; }

if [ "$(cat "$(stamp "$requirements")" 2>/dev/null)" != "$checksum" ]; then
    echo "Installing what $requirements names into $venv: a minute or two, the first time …"
    asked=$requirements
    if [ -n "${LATEST:-}" ]; then
        for file in $files; do
            sed 's/^-r /-r latest-/; s/==[^ ;]*//' "$file" >"$venv/latest-$file"
        done
        asked=$venv/latest-$requirements
    fi
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check ${LATEST:+--upgrade} -r "$asked"
    for file in $files; do
        # What is included is installed too; its own checksum is what its own run would compute.
        # shellcheck disable=SC2046
        { pwd && echo "${LATEST:-}" && cat pyproject.toml "$file" $(sed -n 's/^-r //p' "$file"); } | cksum >"$(stamp "$file")"
    done
fi
