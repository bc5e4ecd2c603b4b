package io.eventpipeline.ingest.transport;

import io.eventpipeline.ingest.Rig;
import io.eventpipeline.local.JavaCommand;
import io.eventpipeline.local.LocalLambda;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The Lambda function in AWS' own runtime client, called the way API Gateway does. */
public final class LambdaTransport implements Transport {
  /** The address of the gateway's caller. */
  public static final String SOURCE_IP = "203.0.113.7";

  private final Gateway gateway;
  private final LocalLambda function;

  public LambdaTransport(Gateway gateway, Map<String, String> settings, Path log) {
    this.gateway = gateway;
    Map<String, String> env = new TreeMap<>();
    settings.forEach(
        (name, value) ->
            env.put(name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
    function = LocalLambda.start(gateway.handler(), command(), env, log);
  }

  /** The packaged service, plus the tests' own controller. */
  private List<String> command() {
    List<String> command = JavaCommand.begin();
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            RuntimeLibrary.option(),
            "-cp",
            "target/ingest-lambda-function.jar:../ingest-function/target/ingest-function-tests.jar",
            LocalLambda.RUNTIME_CLIENT,
            gateway.handler()));
    return command;
  }

  @Override
  public TransportReply send(TransportRequest request) throws Exception {
    return send(request, false);
  }

  /**
   * @param base64 as the gateway hands on bodies that it does not take for text
   */
  public TransportReply send(TransportRequest request, boolean base64) throws Exception {
    return answer(gateway.event(request, SOURCE_IP, base64));
  }

  private TransportReply answer(String event) throws Exception {
    return switch (call(event)) {
      case LocalLambda.Outcome.Returned(String json) -> gateway.answer(json);
      case LocalLambda.Outcome.Failed(String json) -> throw new AssertionError(json);
    };
  }

  /** Sends the one of both events that this kind of gateway makes. */
  public TransportReply send(String http, String rest) throws Exception {
    return answer(gateway == Gateway.HTTP ? http : rest);
  }

  public LocalLambda.Outcome call(String event) {
    return function.call(event, Rig.PATIENCE);
  }

  public LocalLambda function() {
    return function;
  }

  @Override
  public void close() {
    function.close();
  }
}
