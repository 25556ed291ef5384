import com.anthropic.client.AnthropicClient;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;

class Summaries {
    private static final String MODEL = "claude-opus-4-20250514";

    Message summarize(AnthropicClient client, String text) {
        var params = MessageCreateParams.builder()
            .model(MODEL)
            .maxTokens(2048)
            .temperature(0.3) // newer models take none
            .addUserMessage("Summarize: " + text)
            .build();
        return client.messages().create(params);
    }
}
