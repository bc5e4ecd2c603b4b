package io.eventpipeline.testbed.bench;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** Writes calls of settle.lua with the arguments that one version of the script takes. */
interface SettleForm {
  /**
   * Appends one call.
   *
   * @param lanes events of one user each, no user twice
   * @param second in which all count, unix seconds
   */
  void encode(List<List<Integer>> lanes, long second, ByteArrayOutputStream to);
}
