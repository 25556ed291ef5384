// The files of the journeys: one of each kind, with what the tests expect of it.

/**
 * @typedef {object} Sample
 * @property {string} text what is on the disk
 * @property {string} model the retired model in it
 * @property {string} fix the title of the safe fix
 * @property {[string, string][]} changes what the fix replaces by what
 * @property {string} error the name of an error in it
 * @property {RegExp} explanation how the hover on the error begins
 */

/** @type {Record<string, Sample>} */
export const SAMPLES = {
  'assistant.py': {
    text: `import anthropic

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
`,
    model: 'claude-3-opus-20240229',
    fix: 'claude-opus-4-8: replaces the id',
    changes: [['claude-3-opus-20240229', 'claude-opus-4-8']],
    error: '529',
    explanation: /529 .*Overloaded/,
  },
  'assistant.ts': {
    text: `import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();

export async function ask(question: string) {
  try {
    return await client.messages.create({
      model: "claude-opus-4-20250514",
      max_tokens: 1024,
      temperature: 0.2,
      messages: [{ role: "user", content: question }],
    });
  } catch (error) {
    if (error instanceof Anthropic.RateLimitError) return null;
    throw error;
  }
}
`,
    model: 'claude-opus-4-20250514',
    fix: 'claude-opus-4-8: ',
    changes: [
      ['claude-opus-4-20250514', 'claude-opus-4-8'],
      ['      temperature: 0.2,\n', ''],
    ],
    error: 'RateLimitError',
    explanation: /429/,
  },
  'assistant.json': {
    text: `{
  "model": "claude-3-5-sonnet-20241022",
  "max_tokens": 1024,
  "retry_on": ["overloaded_error"]
}
`,
    model: 'claude-3-5-sonnet-20241022',
    fix: 'claude-sonnet-4-6: replaces the id',
    changes: [['claude-3-5-sonnet-20241022', 'claude-sonnet-4-6']],
    error: 'overloaded_error',
    explanation: /529/,
  },
  'assistant.yaml': {
    text: `assistant:
  model: us.anthropic.claude-opus-4-20250514-v1:0
  max_tokens: 1024
  retry_on: ["overloaded_error"]
`,
    model: 'us.anthropic.claude-opus-4-20250514-v1:0',
    fix: 'us.anthropic.claude-opus-4-8: replaces the id',
    changes: [['us.anthropic.claude-opus-4-20250514-v1:0', 'us.anthropic.claude-opus-4-8']],
    error: 'overloaded_error',
    explanation: /529/,
  },
  '.env': {
    text: `ANTHROPIC_MODEL=claude-2.1
ANTHROPIC_MAX_TOKENS=1024
ANTHROPIC_RETRY_ON="overloaded_error"
`,
    model: 'claude-2.1',
    fix: 'claude-opus-4-8: replaces the id',
    changes: [['claude-2.1', 'claude-opus-4-8']],
    error: 'overloaded_error',
    explanation: /529/,
  },
};

/** The text of a sample after its safe fix. */
export function fixed({ text, changes }) {
  return changes.reduce((result, [before, after]) => result.replace(before, after), text);
}

/** Line and column of the middle of a word in a text, both from 1 as VS Code shows them. */
export function placeOf(text, word) {
  const before = text.slice(0, text.indexOf(word) + Math.floor(word.length / 2));
  const lines = before.split('\n');
  return [lines.length, lines.at(-1).length + 1];
}
