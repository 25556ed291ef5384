# The agent that answers first.
resource "aws_bedrockagent_agent" "support" {
  agent_name       = "support"
  foundation_model = "anthropic.claude-3-haiku-20240307-v1:0"
  instruction      = "Answer politely, and hand over to a person when asked to."
}
