package io.eventpipeline.ingest;

import io.eventpipeline.ingest.transport.Gateway;

class LambdaRestWebhooksIT extends LambdaWebhooks {
  LambdaRestWebhooksIT() {
    super(Gateway.REST);
  }
}
