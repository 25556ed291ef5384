"""Asks a model on Amazon Bedrock."""

import boto3

runtime = boto3.client("bedrock-runtime", region_name="eu-central-1")


def ask(question: str) -> str:
    answer = runtime.converse(
        modelId="anthropic.claude-haiku-4-5-20251001-v1:0",
        messages=[{"role": "user", "content": [{"text": question}]}],
    )
    return answer["output"]["message"]["content"][0]["text"]
