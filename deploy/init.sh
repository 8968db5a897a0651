#!/bin/sh
# Makes what `docker compose up` needs and no repository may hold: keys, the secret between SRS and the gateways, and the two
# files that contain it. Run it once; what is there already stays.
#   sh deploy/init.sh live.example.com [folder]
set -eu
host=${1:?usage: sh deploy/init.sh <public host name> [folder, default deploy/secrets]}
folder=${2:-$(dirname "$0")/secrets}
here=$(dirname "$0")
umask 077
mkdir -p "$folder"

once() { # <name>: writes stdin to the file, unless it is there
  if [ -e "$folder/$1" ]; then cat >/dev/null; else cat >"$folder/$1"; fi
}

random() { openssl rand -hex 32; }

echo "k1:$(random)" | once keys
random | once hook-secret
random | once metrics-token
secret=$(cat "$folder/hook-secret")

once media-servers.json <<JSON
[
  {
    "kind": "srs",
    "id": "srs1",
    "hookSecret": "$secret",
    "allow": ["172.30.0.0/24"],
    "rtmp": "rtmp://$host",
    "http": "https://$host",
    "api": "http://srs:1985"
  }
]
JSON
sed "s/HOOK_SECRET/$secret/" "$here/srs.conf" | once srs.conf
echo "LIANMAI_PUBLIC_URL=https://$host" | once gateway.env

# The containers run as other users; the folder itself is closed to everybody else.
chmod 644 "$folder"/*
chmod 711 "$folder"
echo "made in $folder; the key your backend signs tokens with is in $folder/keys"
