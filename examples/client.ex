# A language without a grammar here: the look of a line tells what an id does.
defmodule Client do
  @model "claude-sonnet-4-20250514"

  def ask(question, opts \\ []) do
    model = Keyword.get(opts, :model, @model)
    Anthropic.chat(model: model, messages: [%{role: "user", content: question}])
  end
end
