"""Try it: press Ctrl+. on what is underlined, point at the model, at `max_tokens` and at 529."""

import anthropic

client = anthropic.Anthropic()


def ask(question: str) -> str:
    """What the model answers."""
    try:
        message = client.messages.create(
            model="claude-3-opus-20240229",
            max_tokens=1024,
            messages=[{"role": "user", "content": question}],
        )
    except anthropic.APIStatusError as error:
        if error.status_code == 529:
            return "Overloaded, ask again later"
        raise
    return message.content[0].text
