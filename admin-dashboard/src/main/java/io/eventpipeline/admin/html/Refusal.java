package io.eventpipeline.admin.html;

import io.micronaut.http.HttpStatus;

/** A request that is not carried out. The message tells the person why, and what to do. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final HttpStatus status;

  public Refusal(HttpStatus status, String why) {
    super(why);
    this.status = status;
  }

  HttpStatus status() {
    return status;
  }
}
