package io.eventpipeline.ingest;

import io.eventpipeline.ingest.transport.Gateway;
import io.eventpipeline.ingest.transport.LambdaTransport;
import io.eventpipeline.ingest.transport.Transport;
import io.eventpipeline.ingest.transport.TransportReply;
import io.eventpipeline.ingest.transport.TransportRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Webhooks at a Lambda function. */
abstract class LambdaWebhooks extends WebhookContract {
  private final Gateway gateway;
  private int functions;

  LambdaWebhooks(Gateway gateway) {
    this.gateway = gateway;
  }

  @Override
  Transport start(Map<String, String> settings) {
    return new LambdaTransport(gateway, settings, dir.resolve("function-" + ++functions + ".log"));
  }

  /** In Base64, and as text if the body is one. */
  @Override
  List<TransportReply> sendEachWay(TransportRequest request) throws Exception {
    TransportReply base64 = ((LambdaTransport) api).send(request, true);
    return isText(request.body()) ? List.of(base64, api.send(request)) : List.of(base64);
  }

  private static boolean isText(byte[] body) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      return true;
    } catch (CharacterCodingException notUtf8) {
      return false;
    }
  }
}
