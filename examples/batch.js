const PRICES = {
  "claude-opus-4-8": { input: 5, output: 25 },
  "claude-3-opus-20240229": { input: 15, output: 75 },
  "claude-sonnet-4-6": { input: 3, output: 15 },
};

export function request(id, text) {
  return {
    custom_id: id,
    params: {
      model: "claude-3-5-sonnet-latest",
      max_tokens: 2048,
      messages: [{ role: "user", content: text }],
    },
  };
}

export function price(model, inputTokens) {
  return (PRICES[model].input * inputTokens) / 1e6;
}
