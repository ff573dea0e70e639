#!/usr/bin/env bash
# Rewrites the code in the project's format.
. "$(dirname "$0")/lib.sh"
cd "$root"
quietly obj/format-restore.log dotnet restore Haloy.slnx
quietly obj/format.log dotnet format whitespace Haloy.slnx --no-restore
quietly obj/format.log dotnet format style Haloy.slnx --no-restore
