#!/bin/sh
# Check one repository, and leave a shard for `claude-preflight report --from`.
#
#   shard.sh REPOSITORY FOLDER     writes FOLDER/NAME.jsonl
#
# The shard is empty until all of it is there. So one that failed, or was stopped, is named by the
# report instead of being missed. The exit code is 0 whatever was found.
set -eu

repository=$1
shard=$2/${REPOSITORY:-$(basename "$repository")}.jsonl
mkdir -p "$(dirname "$shard")"
: > "$shard"
folder=$(CDPATH='' cd -- "$(dirname "$shard")" && pwd)
shard=$folder/$(basename "$shard")
cd "$repository"
code=0
claude-preflight check --quiet --format jsonl . > "$shard.part" || code=$?
[ "$code" -le 1 ] || exit "$code"
mv "$shard.part" "$shard"
