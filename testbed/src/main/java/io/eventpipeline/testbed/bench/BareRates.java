package io.eventpipeline.testbed.bench;

import java.util.Locale;

/**
 * Events a second of the bare Redis.
 *
 * @param present with the present scripts
 * @param old with those of 0.2.0; NaN if not measured
 */
record BareRates(double present, double old) {
  @Override
  public String toString() {
    String text = String.format(Locale.ROOT, "the bare Redis does %,.0f/s", present);
    return Double.isNaN(old)
        ? text
        : text + String.format(Locale.ROOT, ", with the scripts of 0.2.0 %,.0f/s", old);
  }

  /** The ratio to the scripts of 0.2.0, for the detail of a row; empty if not measured. */
  String besideOld(double rate) {
    return Double.isNaN(old)
        ? ""
        : String.format(Locale.ROOT, ", %.2f of the scripts of 0.2.0 (%,.0f/s)", rate / old, old);
  }
}
