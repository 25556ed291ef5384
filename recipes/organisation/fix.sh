#!/bin/sh
# Fix the repository in this folder, and print the text of its pull request.
#
#   fix.sh [OPTION OF FIX]...      such as --retiring-within 90d
#
# The exit code is 0 if the working tree is ready to be committed, changed or not.
set -eu

code=0
claude-preflight fix --format markdown "$@" . || code=$?
[ "$code" -le 1 ] || exit "$code"
