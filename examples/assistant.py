"""Answers questions about an order. Written in early 2025, and not touched since."""

import os

import anthropic

# claude-3-opus-20240229 answered better, but it cost too much.
MODEL = os.environ.get("ASSISTANT_MODEL", "claude-opus-4-20250514")

client = anthropic.Anthropic()


def answer(question: str) -> str:
    """Ask once; the caller may try again."""
    try:
        message = client.messages.create(
            model=MODEL,
            max_tokens=1024,
            messages=[{"role": "user", "content": question}],
        )
    except anthropic.RateLimitError:
        return "Please try again in a minute."
    return message.content[0].text


def report(orders: str) -> str:
    """Write a long report: the model and the limit have to move together."""
    with client.messages.stream(
        model="claude-3-7-sonnet-20250219",
        max_tokens=131072,
        messages=[{"role": "user", "content": orders}],
    ) as stream:
        return stream.get_final_text()


def is_slow(model: str) -> bool:
    """Whether to show a progress bar."""
    return model == "claude-3-opus-20240229"
