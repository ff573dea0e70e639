#!/usr/bin/env bash
# Publishes the three programs as single self-contained files.
# publish.sh [RID]    default: this machine, into out/; any other RID goes into out/<RID>/
. "$(dirname "$0")/lib.sh"

rid=${1:-$(host_rid)}
out=$root/out
[ "$rid" = "$(host_rid)" ] || out=$root/out/$rid
# HALOY_FRAMEWORK and HALOY_OUT are for aot-check.sh.
framework=${HALOY_FRAMEWORK:-net10.0}
out=${HALOY_OUT:-$out}

programs=(Cli:haloy Server:haloyd ProxyHost:haloy-proxy)
work=$root/obj/publish/$framework-$rid
cd "$root"
mkdir -p "$work" "$out"

published() {
  local program
  for program in "${programs[@]}"; do
    [ -x "$out/${program#*:}" ] || return 1
  done
}

# publish_one PROJECT PROGRAM: exactly one file must come out of it.
publish_one() {
  local stage=$work/$2
  rm -rf "$stage"
  # Own artifacts, so that neither this nor a developer's build makes the other one start anew.
  quietly "$work/$2.log" dotnet publish "src/Haloy.$1" --configuration Release --output "$stage" --artifacts-path "$work/artifacts" \
    --verbosity quiet -p:HaloyPublish=true -p:HaloyRid="$rid" -p:HaloyAot="$aot" -p:HaloyTargetFramework="$framework"
  local files
  files=$(ls -A "$stage")
  [ "$files" = "$2" ] || die "publishing src/Haloy.$1 must give the one file $2, but gave: $(echo "$files" | tr '\n' ' ')"
  # A running program keeps its old file.
  mv -f "$stage/$2" "$out/$2"
  rmdir "$stage"
  say "$2  $(($(stat -c %s "$out/$2") / 1024)) KiB"
}

aot=false
if [ "$rid" != "$(host_rid)" ]; then
  kind='trimmed ReadyToRun (NativeAOT builds only for the machine it runs on)'
elif [ "$(scripts/aot-probe.sh "$framework" "$rid")" != yes ]; then
  kind='trimmed ReadyToRun (the NativeAOT runtime pack is not available here)'
elif ! { command -v clang && [ -e /usr/include/zlib.h ]; } >/dev/null; then
  kind='trimmed ReadyToRun (NativeAOT needs clang and zlib1g-dev: scripts/install-deps.sh aot)'
else
  kind=NativeAOT
  aot=true
fi

stamp=$(content_stamp src Directory.Build.props Directory.Packages.props global.json scripts/publish.sh)-$aot-$(dotnet --version)-$out
if published && [ "$(cat "$work/stamp" 2>/dev/null)" = "$stamp" ]; then
  exit 0
fi

step "Publishing for $rid: $kind"
rm -f "$work/stamp"
for program in "${programs[@]}"; do
  publish_one "${program%%:*}" "${program#*:}"
done
echo "$stamp" >"$work/stamp"
