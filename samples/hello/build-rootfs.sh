#!/usr/bin/env bash
# Publishes the app and lays it out, with the system libraries it needs, under rootfs/ for the Dockerfile.
# Does nothing when the sources have not changed.
# shellcheck source-path=SCRIPTDIR/../../scripts
. "$(dirname "$0")/../../scripts/lib.sh"
PATH=$PATH:/usr/sbin:/sbin

here=$root/samples/hello
rootfs=$here/rootfs
work=$root/obj/samples/hello
rid=$(host_rid)

stamp=$rid-$(content_stamp "$here/app" "$here/build-rootfs.sh" "$root/src/Publish.props" "$root/Directory.Build.props")
[ "$(cat "$work/stamp" 2>/dev/null)" != "$stamp" ] || [ ! -x "$rootfs/program/hello" ] || exit 0

step "Building the sample app hello"
rm -rf "$rootfs" "$work/stamp"
quietly "$work/publish.log" dotnet publish "$here/app" --configuration Release --output "$work/publish" --artifacts-path "$work/artifacts" \
  --verbosity quiet -p:HaloyPublish=true -p:HaloyRid="$rid"

mkdir -p "$rootfs/program" "$rootfs/libraries"
cp "$work/publish/hello" "$rootfs/program/"

# The loader and every library it would load, at the same paths as here (the same files give the same layer).
# OpenSSL is loaded only when it is first used: the WebSocket handshake hashes.
openssl=$(ldconfig -p | sed -n 's/.*lib\(ssl\|crypto\)\.so\.3 .*=> //p')
{
  ldd "$rootfs/program/hello" | grep -o '/[^ ]*'
  echo "$openssl"
} | sort -u | while read -r library; do
  install -D -p "$(realpath "$library")" "$rootfs/libraries$library"
done
echo "$stamp" >"$work/stamp"
