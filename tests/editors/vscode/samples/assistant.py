import anthropic

client = anthropic.Anthropic()


def ask(question: str) -> str:
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
