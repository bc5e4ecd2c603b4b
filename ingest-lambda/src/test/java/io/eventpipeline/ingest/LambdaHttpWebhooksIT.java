package io.eventpipeline.ingest;

import io.eventpipeline.ingest.transport.Gateway;

class LambdaHttpWebhooksIT extends LambdaWebhooks {
  LambdaHttpWebhooksIT() {
    super(Gateway.HTTP);
  }
}
