import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.openfeature.contrib.providers.ofrep.OfrepProvider;
import dev.openfeature.contrib.providers.ofrep.OfrepProviderOptions;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Resolves with OpenFeature's SDK for Java and its OFREP provider.
 *
 * <p>Arguments: base URL of the edge, client secret. Prints one JSON object.
 */
public final class Client {
  private static dev.openfeature.sdk.Client clientWith(
      String baseUrl, String secret, String domain) {
    OfrepProviderOptions options =
        OfrepProviderOptions.builder()
            .baseUrl(baseUrl)
            .headers(ImmutableMap.of("Authorization", ImmutableList.of("Bearer " + secret)))
            .build();
    OpenFeatureAPI api = OpenFeatureAPI.getInstance();
    api.setProviderAndWait(domain, OfrepProvider.constructProvider(options));
    return api.getClient(domain);
  }

  private static EvaluationContext in(String country) {
    return new ImmutableContext("java-ofrep", Map.of("country", new Value(country)));
  }

  private static Object plain(Object value) {
    return value instanceof Value struct ? struct.asStructure().asObjectMap() : value;
  }

  private static Map<String, Object> answerOf(FlagEvaluationDetails<?> details) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("value", plain(details.getValue()));
    answer.put("variant", details.getVariant());
    answer.put("reason", details.getReason());
    answer.put("error", details.getErrorCode() == null ? null : details.getErrorCode().name());
    answer.put("rule", details.getFlagMetadata().getString("rule"));
    return answer;
  }

  public static void main(String[] arguments) throws Exception {
    var client = clientWith(arguments[0], arguments[1], "edge");
    var wrong = clientWith(arguments[0], "wr0ng", "wrong");
    EvaluationContext sweden = in("SE");
    EvaluationContext norway = in("NO");
    Map<String, Object> answers = new LinkedHashMap<>();
    answers.put("text", answerOf(client.getStringDetails("banner.color", "code", sweden)));
    answers.put("integer", answerOf(client.getIntegerDetails("banner.limit", 0, sweden)));
    answers.put("boolean", answerOf(client.getBooleanDetails("banner.enabled", false, sweden)));
    answers.put("nested", answerOf(client.getIntegerDetails("banner.layout.columns", 0, sweden)));
    answers.put("struct", answerOf(client.getObjectDetails("banner", new Value(), sweden)));
    answers.put("noMatch", answerOf(client.getStringDetails("banner.color", "code", norway)));
    answers.put("silent", answerOf(client.getIntegerDetails("fixed.layout.columns", 7, sweden)));
    answers.put("missing", answerOf(client.getStringDetails("nope.color", "code", sweden)));
    answers.put("refused", answerOf(wrong.getStringDetails("banner.color", "code", sweden)));
    System.out.println(new ObjectMapper().writeValueAsString(answers));
    OpenFeatureAPI.getInstance().shutdown();
  }
}
