#!/usr/bin/env bash
# Lays out nginx as this system's packages ship it, with its libraries and a busybox shell, under rootfs/ for the Dockerfile.
# Does nothing when the installed nginx is still the one laid out.
# shellcheck source-path=SCRIPTDIR/../../scripts
. "$(dirname "$0")/../../scripts/lib.sh"
PATH=$PATH:/usr/sbin:/sbin

here=$root/samples/nginx
rootfs=$here/rootfs
work=$root/obj/samples/nginx
"$root/scripts/install-deps.sh" images nginx

nginx=$(command -v nginx)
busybox=$(command -v busybox)
stamp=$(sha256sum "$nginx" "$busybox" "$here/build-rootfs.sh" | sha256sum)
[ "$(cat "$work/stamp" 2>/dev/null)" != "$stamp" ] || [ ! -x "$rootfs/usr/sbin/nginx" ] || exit 0

step "Laying out the sample app nginx"
rm -rf "$rootfs" "$work"
mkdir -p "$work" "$rootfs/etc/nginx" "$rootfs/bin" "$rootfs/run" "$rootfs/tmp"
install -D -p "$nginx" "$rootfs/usr/sbin/nginx"
cp -p /etc/nginx/mime.types "$rootfs/etc/nginx/"
install -p "$busybox" "$rootfs/bin/busybox"
ln -s busybox "$rootfs/bin/sh"
ln -s busybox "$rootfs/bin/sed"
printf 'root:x:0:0::/:/bin/sh\nwww-data:x:33:33::/:/bin/false\n' >"$rootfs/etc/passwd"
printf 'root:x:0:\nwww-data:x:33:\n' >"$rootfs/etc/group"
ldd "$nginx" | grep -o '/[^ ]*' | sort -u | while read -r library; do
  install -D -p "$(realpath "$library")" "$rootfs$library"
done
echo "$stamp" >"$work/stamp"
