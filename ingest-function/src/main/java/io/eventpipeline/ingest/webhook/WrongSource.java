package io.eventpipeline.ingest.webhook;

import io.micronaut.context.exceptions.ConfigurationException;

/** A webhook source that is configured wrongly. The message names the property. */
final class WrongSource extends ConfigurationException {
  private static final long serialVersionUID = 1L;

  /**
   * @param rule what the field must be
   */
  WrongSource(String source, String field, String rule) {
    super("webhooks.sources." + source + "." + field + " " + rule);
  }
}
