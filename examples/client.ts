import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();

// A slip of the pen; the API knows no such model.
const DRAFT_MODEL = "claude-sonet-4-6";

export async function draft(topic: string) {
  return client.messages.create({
    model: DRAFT_MODEL,
    max_tokens: 1024,
    messages: [{ role: "user", content: `Three sentences about ${topic}` }],
  });
}

export async function translate(text: string): Promise<string> {
  const message = await client.messages.create({
    model: "claude-sonnet-4",
    max_tokens: 4096,
    messages: [{ role: "user", content: `Translate into French: ${text}` }],
  });
  return message.content[0].type === "text" ? message.content[0].text : "";
}

/** More output than any source says this model gives. */
export async function book(outline: string) {
  return client.messages.stream({
    model: "claude-opus-4-8",
    max_tokens: 200000,
    messages: [{ role: "user", content: outline }],
  });
}
