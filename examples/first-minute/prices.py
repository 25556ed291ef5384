"""US dollars for a million tokens of input."""

PRICES = {
    "claude-opus-4-20250514": 15.0,
    "claude-opus-4-8": 5.0,
}
