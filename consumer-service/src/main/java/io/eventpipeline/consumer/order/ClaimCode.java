package io.eventpipeline.consumer.order;

/** What the claim says of one event. The characters stand in the script of the same name. */
public enum ClaimCode {
  /** Leased to us: run it. */
  LEASED('L'),
  /** It is final, with this user and seq. */
  FINAL('F'),
  /** It is final, but under another user or seq. */
  FINAL_ELSEWHERE('E'),
  /** Its seq is below the one its user waits for. */
  LATE('P'),
  /** Its seq is above the one its user waits for. */
  EARLY('G'),
  /** Its seq is too far above the one its user waits for. */
  TOO_FAR('T'),
  /** Somebody else holds a lease on it. */
  BUSY('B'),
  /** Leased to us, and started too often without an end. */
  CRASH_LOOP('C'),
  /** Not leased: it was cut off before, so it may only run in quarantine. */
  SUSPECT('S'),
  /** Not looked at, because of one before it. */
  UNCLAIMED('U');

  private final char code;

  ClaimCode(char code) {
    this.code = code;
  }

  public char code() {
    return code;
  }

  /** True if the event is part of the claimed run: it runs, or gets its verdict there. */
  boolean joinsRun() {
    return switch (this) {
      case LEASED, CRASH_LOOP, LATE, TOO_FAR -> true;
      case FINAL, FINAL_ELSEWHERE, EARLY, BUSY, SUSPECT, UNCLAIMED -> false;
    };
  }

  /**
   * @throws IllegalArgumentException if no script says this
   */
  public static ClaimCode of(char code) {
    return switch (code) {
      case 'L' -> LEASED;
      case 'F' -> FINAL;
      case 'E' -> FINAL_ELSEWHERE;
      case 'P' -> LATE;
      case 'G' -> EARLY;
      case 'T' -> TOO_FAR;
      case 'B' -> BUSY;
      case 'C' -> CRASH_LOOP;
      case 'S' -> SUSPECT;
      case 'U' -> UNCLAIMED;
      default -> throw new IllegalArgumentException("unknown claim code " + code);
    };
  }
}
