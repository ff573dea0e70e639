#!/usr/bin/env bash
# Checks the scripts, the build (warnings are errors) and the formatting; changes nothing.
. "$(dirname "$0")/lib.sh"
cd "$root"
scripts/install-deps.sh lint

step "Checking scripts"
mapfile -t shell_files < <(git ls-files --cached --others --exclude-standard '*.sh' .ci/run)
shellcheck --external-sources "${shell_files[@]}"

step "Building with warnings as errors"
quietly obj/lint-build.log dotnet build Haloy.slnx --configuration Release --verbosity quiet

# Analyzer warnings fail the build above; the formatter is asked only about white space.
step "Checking formatting"
quietly obj/lint-format.log dotnet format whitespace Haloy.slnx --no-restore --verify-no-changes || die "some files are not formatted" "run: make format"
