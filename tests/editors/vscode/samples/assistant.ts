import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();

export async function ask(question: string) {
  try {
    return await client.messages.create({
      model: "claude-sonnet-4-20250514",
      max_tokens: 200000,
      messages: [{ role: "user", content: question }],
    });
  } catch (error) {
    if (error instanceof Anthropic.RateLimitError) return null;
    throw error;
  }
}
