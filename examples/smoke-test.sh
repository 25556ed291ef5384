#!/bin/sh
# Sends one message, to see whether the key works.
set -eu

MODEL="claude-4-opus"

curl --fail https://api.anthropic.com/v1/messages \
  --header "x-api-key: $ANTHROPIC_API_KEY" \
  --header "anthropic-version: 2023-06-01" \
  --header "content-type: application/json" \
  --data "{
    \"model\": \"$MODEL\",
    \"max_tokens\": 64,
    \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]
  }"
