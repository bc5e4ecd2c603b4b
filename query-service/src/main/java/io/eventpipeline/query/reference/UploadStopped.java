package io.eventpipeline.query.reference;

import io.eventpipeline.contract.FieldError;
import java.io.IOException;

/** Ends an upload from within, with its result. */
final class UploadStopped extends IOException {
  private final transient UploadResult result;

  UploadStopped(UploadResult result) {
    super(result.tag());
    this.result = result;
  }

  /**
   * The body breaks a rule.
   *
   * @param pointer JSON pointer to what is wrong; {@code ""} for the whole body
   */
  static UploadStopped invalid(String pointer, String detail) {
    return new UploadStopped(new UploadResult.Invalid(new FieldError(pointer, detail)));
  }

  UploadResult result() {
    return result;
  }
}
