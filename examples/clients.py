"""What clients are told: a timeout in the wrong unit, no retries, a key that everybody can read."""

import anthropic

KEY = "sk-ant-api03-WKbtDE6kGZpDiPCFdcERFmdD6nHQsspDnpbDQCm8JUcKkHnVm6vMGpnsNZGmxEnDrPhvkd3WfpfZVR"

patient = anthropic.Anthropic(api_key=KEY, timeout=600_000)
fast = anthropic.Anthropic(max_retries=3)  # claude-preflight: ignore[retries]
hasty = anthropic.AsyncAnthropic(max_retries=0)
