package io.eventpipeline.ingest;

import io.eventpipeline.ingest.transport.Gateway;

class LambdaHttpApiIT extends LambdaContract {
  LambdaHttpApiIT() {
    super(Gateway.HTTP);
  }
}
