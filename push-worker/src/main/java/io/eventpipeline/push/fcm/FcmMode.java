package io.eventpipeline.push.fcm;

/** What becomes of messages. */
enum FcmMode {
  /** They appear in the log only. */
  DRY_RUN,
  /** FCM checks them and delivers none. */
  VALIDATE,
  SEND;

  /**
   * The mode that the settings ask for.
   *
   * @throws IllegalStateException naming the property if that mode lacks credentials
   */
  static FcmMode of(FcmSettings fcm, FirebaseSettings firebase) {
    FcmMode mode =
        switch (fcm.dryRun()) {
          case "true" -> DRY_RUN;
          case "validate" -> VALIDATE;
          case "false" -> SEND;
          default -> firebase.isEmpty() ? DRY_RUN : SEND;
        };
    String gap = mode == DRY_RUN ? null : firebase.gap();
    if (gap != null) {
      throw new IllegalStateException(
          fcm.dryRun().isEmpty() ? gap : "fcm.dry-run is " + fcm.dryRun() + ", but " + gap);
    }
    return mode;
  }
}
