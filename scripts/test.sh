#!/usr/bin/env bash
# Installs what is missing and runs every test: unit, integration with the Docker engine, end to end with the published programs.
# test.sh [PATTERN…]    only the test projects whose name contains a pattern
# The last line is "N passed, N failed" (and ", N skipped" when there are any).
. "$(dirname "$0")/lib.sh"
cd "$root"

results=$root/obj/test-results
run_id=$$-$(date +%s)
export HALOY_TEST_RUN=$run_id

wanted() {
  local pattern
  [ $# -gt 1 ] || return 0
  for pattern in "${@:2}"; do
    [[ $1 != *"$pattern"* ]] || return 0
  done
  return 1
}

# number ATTRIBUTE FILE: a counter of a results file.
number() { sed -n "s/.*<Counters[^>]* $1=\"\([0-9]*\)\".*/\1/p" "$2"; }

scripts/prepare.sh
scripts/sweep.sh tests
trap 'scripts/sweep.sh tests "$run_id"' EXIT
scripts/publish.sh
scripts/install-deps.sh images nginx secrets peers
scripts/images.sh
scripts/schema-validator.sh

step "Building the solution"
quietly "$root/obj/build.log" dotnet build Haloy.slnx --configuration Release --verbosity quiet

step "Testing"
rm -rf "$results"
passed=0 failed=0 skipped=0 broken=()
for project in tests/*.Tests; do
  name=$(basename "$project")
  wanted "$name" "$@" || continue
  begin=$SECONDS code=0
  mkdir -p "$results"
  # A hanging test must end the run with a failure, not stop it for ever.
  timeout --kill-after=10 1800 dotnet test "$project" --no-build --configuration Release --results-directory "$results" \
    --logger "trx;LogFileName=$name.trx" --logger 'console;verbosity=minimal' >"$results/$name.log" 2>&1 || code=$?
  trx=$results/$name.trx
  if [ ! -e "$trx" ]; then
    cat "$results/$name.log"
    broken+=("$name")
    say "$name: no results (code $code)"
    continue
  fi
  ok=$(number passed "$trx") bad=$(number failed "$trx") all=$(number total "$trx") ran=$(number executed "$trx")
  [ "$code" -eq 0 ] || cat "$results/$name.log"
  say "$(printf '%-32s %5d passed %4d failed %4d s' "$name" "$ok" "$bad" $((SECONDS - begin)))"
  passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + all - ran))
  [ "$code" -eq 0 ] || [ "$bad" -gt 0 ] || broken+=("$name (code $code)")
done

[ ${#broken[@]} -eq 0 ] || say "did not run to the end: ${broken[*]}"
failed=$((failed + ${#broken[@]}))
summary="$passed passed, $failed failed"
[ "$skipped" -eq 0 ] || summary="$summary, $skipped skipped"
[ "$passed" -gt 0 ] || say "not one test has passed"
echo "$summary"
[ "$passed" -gt 0 ] && [ "$failed" -eq 0 ]
