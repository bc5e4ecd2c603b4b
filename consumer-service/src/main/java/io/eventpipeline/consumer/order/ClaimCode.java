package io.eventpipeline.consumer.order;

/** What a claim found for one event. {@code claim.lua} and {@code replay-claim.lua} return it. */
public enum ClaimCode {
  /** Leased to us: its handler may run. */
  LEASED('L'),
  /** Final already, with this user and seq. */
  FINAL('F'),
  /** Final already, but under another user or seq. */
  FINAL_ELSEWHERE('E'),
  /** Its seq is below the user's next seq. */
  LATE('P'),
  /** Its seq is above the user's next seq. */
  EARLY('G'),
  /** Its seq is too far above the user's next seq. */
  TOO_FAR('T'),
  /** Another consumer holds its lease. */
  BUSY('B'),
  /** Leased to us, but too many attempts were cut off: it fails. */
  CRASH_LOOP('C'),
  /** Not leased: attempts were cut off, so it may run in the quarantine only. */
  SUSPECT('S'),
  /** Not decided, because an event before it has to be settled first. */
  UNCLAIMED('U'),
  /** Its replay token gives no right: it has to be judged as if it had none. */
  NO_RIGHT('N');

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
      case FINAL, FINAL_ELSEWHERE, EARLY, BUSY, SUSPECT, UNCLAIMED, NO_RIGHT -> false;
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
      case 'N' -> NO_RIGHT;
      default -> throw new IllegalArgumentException("unknown claim code " + code);
    };
  }
}
