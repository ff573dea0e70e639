#!/bin/sh
# Fills in what the environment says, then becomes nginx.
set -eu
sed -e "s|@SITE_NAME@|${SITE_NAME:-nginx}|g" -e "s|@REPLICA@|${HALOY_REPLICA_ID:-1}|g" /etc/nginx/nginx.conf.template >/etc/nginx/nginx.conf
exec /usr/sbin/nginx -g 'daemon off;'
