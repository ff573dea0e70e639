#!/usr/bin/env bash
# Installs the JSON Schema validator of the tests, once for each version of tests/schema-validator; says nothing when it is there.
# Without node or without the registry the tests that need it are skipped, so this is no reason to fail.
. "$(dirname "$0")/lib.sh"

source=$root/tests/schema-validator
target=$root/obj/schema-validator
stamp=$(content_stamp "$source")
[ "$(cat "$target/stamp" 2>/dev/null)" != "$stamp" ] || exit 0
command -v npm >/dev/null || exit 0

step "Installing the JSON Schema validator of the tests"
rm -rf "$target"
mkdir -p "$target"
cp "$source"/* "$target"
if (cd "$target" && npm install --no-package-lock --ignore-scripts --no-audit --no-fund) >"$target/install.log" 2>&1; then
  echo "$stamp" >"$target/stamp"
else
  say "it cannot be installed now; its tests are skipped ($target/install.log)"
fi
