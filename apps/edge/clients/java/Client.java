import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import com.spotify.confidence.Confidence;
import com.spotify.confidence.ConfidenceValue;
import com.spotify.confidence.FlagEvaluation;
import com.spotify.confidence.events.v1.Event;
import com.spotify.confidence.events.v1.EventsServiceGrpc;
import com.spotify.confidence.events.v1.PublishEventsRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.util.Map;

/**
 * Resolves, applies and publishes with the Confidence SDK for Java, which talks
 * gRPC. Arguments: host, gRPC port, client secret. Prints name=value lines.
 */
public class Client {
  public static void main(String[] args) {
    String secret = args[2];
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress(args[0], Integer.parseInt(args[1]))
            .usePlaintext()
            .build();
    Confidence client =
        Confidence.builder(secret)
            .flagResolverManagedChannel(channel)
            .build()
            .withContext(Map.of("targeting_key", ConfidenceValue.of("java-1")));
    print("match", client.getEvaluation("plain.color", "code"));
    print("integer", client.getEvaluation("plain.limit", 0));
    print("struct", client.getEvaluation("plain.layout.columns", 0));
    print("silent", client.getEvaluation("plain.enabled", true));
    print("noMatch", client.getEvaluation("sweden.color", "code"));
    print("missing", client.getEvaluation("nope.color", "code"));
    publish(channel, secret);
    channel.shutdownNow();
    // The SDK keeps threads that would outlive this one.
    System.exit(0);
  }

  private static void print(String name, FlagEvaluation<?> evaluation) {
    System.out.println(
        name + "=" + evaluation.getValue() + " " + evaluation.getVariant());
  }

  /** The SDK cannot send events elsewhere; its generated stub can. */
  private static void publish(ManagedChannel channel, String secret) {
    Timestamp now =
        Timestamp.newBuilder()
            .setSeconds(System.currentTimeMillis() / 1000)
            .build();
    Struct payload =
        Struct.newBuilder()
            .putFields("value", Value.newBuilder().setNumberValue(3).build())
            .putFields(
                "targeting_key",
                Value.newBuilder().setStringValue("java-1").build())
            .build();
    Event event =
        Event.newBuilder()
            .setEventDefinition("eventDefinitions/java-event")
            .setEventTime(now)
            .setPayload(payload)
            .build();
    PublishEventsRequest request =
        PublishEventsRequest.newBuilder()
            .setClientSecret(secret)
            .setSendTime(now)
            .addEvents(event)
            .build();
    int errors =
        EventsServiceGrpc.newBlockingStub(channel)
            .publishEvents(request)
            .getErrorsCount();
    System.out.println("publishErrors=" + errors);
  }
}
