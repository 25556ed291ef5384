-- A language without a grammar here: the look of a line tells what an id does.
require("assistant").setup({
  provider = "claude",
  model = "claude-sonnet-4-20250514",
  max_tokens = 4096,
})
