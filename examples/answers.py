"""Answers with reasons. Moved from an older model in a hurry, and never run since."""

import os

import anthropic
import requests

client = anthropic.Anthropic()
LIMITS = {"model": "claude-haiku-4-5", "max_input_tokens": 1_000_000}


def answer(question: str) -> str:
    """A short answer: newer models take no temperature."""
    message = client.messages.create(
        model="claude-opus-4-8",
        max_tokens=1024,
        temperature=0.2,
        messages=[{"role": "user", "content": question}],
    )
    return message.content[0].text


def reason(question: str) -> str:
    """An answer that is thought about, with less than the smallest budget."""
    message = client.messages.create(
        model="claude-haiku-4-5",
        max_tokens=4096,
        thinking={"type": "enabled", "budget_tokens": 512},
        messages=[{"role": "user", "content": question}],
    )
    return message.content[-1].text


def essay(question: str) -> str:
    """A long answer, for which the SDK wants a stream."""
    message = client.messages.create(
        model="claude-sonnet-4-6",
        max_tokens=64_000,
        messages=[{"role": "user", "content": question}],
    )
    return message.content[0].text


def summary(text: str) -> str:
    """By hand, with a name that another API has."""
    reply = requests.post(
        "https://api.anthropic.com/v1/messages",
        headers={
            "x-api-key": os.environ["ANTHROPIC_API_KEY"],
            "anthropic-version": "2023-06-01",
        },
        json={
            "model": "claude-haiku-4-5",
            "max_completion_tokens": 512,
            "messages": [{"role": "user", "content": text}],
        },
        timeout=60,
    )
    return reply.json()["content"][0]["text"]
