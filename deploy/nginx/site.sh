#!/bin/sh
# Prints the nginx site: the template with the values of debian.env, or those of the environment where it has them.
#     deploy/nginx/site.sh > /etc/nginx/sites-available/gradwalk
#     GRADWALK_LISTEN='443 ssl' deploy/nginx/site.sh > ...
set -eu
cd "$(dirname "$0")"

fill_in=
while IFS='=' read -r name default; do
    eval "value=\${$name-\$default}"
    fill_in="$fill_in
s|\${$name}|$value|g"
done <debian.env
exec sed "$fill_in" gradwalk.conf.template
