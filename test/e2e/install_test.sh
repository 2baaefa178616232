#!/usr/bin/env bash
# An installed program must run without this checkout, without compilers and from wherever it is moved to.
set -euo pipefail
built=$(dirname "$(readlink -f "$FARTHING")")
[ -f "$built/cmake_install.cmake" ] || { echo "$built is no build folder: nothing to install"; exit 77; }
cmake --install "$built" --prefix "$FARTHING_TMP/first" >/dev/null
mv "$FARTHING_TMP/first" "$FARTHING_TMP/moved"
program=$FARTHING_TMP/moved/bin/farthing
ln -s "$program" "$FARTHING_TMP/link"

# Every library is its own or glibc's.
if ldd "$program" | awk '/=>/ { print $1, $3 }' | grep -vE '^lib(c|m|dl|rt|pthread|resolv)\.so' | grep -vF " $FARTHING_TMP/moved/"; then
  echo 'these libraries come from the system, or are missing'
  exit 1
fi
ldd "$program" | grep -q "libduckdb.so => $FARTHING_TMP/moved/"

# The sample bill is its own too, also through a link and with next to no environment.
cd /
mkdir "$FARTHING_TMP/home"
env -i HOME="$FARTHING_TMP/home" "$FARTHING_TMP/link" demo >"$FARTHING_TMP/demo.txt"
grep -qF 1.6823086974 "$FARTHING_TMP/demo.txt" || { echo 'demo does not print the total of the sample:'; cat "$FARTHING_TMP/demo.txt"; exit 1; }
