"""Summarizes tickets."""

import anthropic

client = anthropic.Anthropic()
MODEL = "claude-opus-4-20250514"


def summarize(ticket: str) -> str:
    message = client.messages.create(
        model=MODEL,
        max_tokens=4096,
        temperature=0.2,
        messages=[{"role": "user", "content": f"Summarize: {ticket}"}],
    )
    return message.content[0].text
