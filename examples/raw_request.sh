#!/usr/bin/env bash
# Requests without an SDK: what it adds by itself has to be written out.
curl https://api.anthropic.com/v1/messages \
  -H "x-api-key: $ANTHROPIC_API_KEY" \
  -d '{"model": "claude-haiku-4-5", "max_tokens": 64, "messages": [{"role": "user", "content": "Hello"}]}'

curl https://api.anthropic.com/models \
  -H "Authorization: Bearer $ANTHROPIC_API_KEY" -H "anthropic-version: 2024-10-22"
