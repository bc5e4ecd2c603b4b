package io.eventpipeline.consumer.ledger;

import io.eventpipeline.consumer.order.NextSeq;
import io.eventpipeline.consumer.order.SettleCode;
import java.util.List;

/**
 * The result of a settle for one lane.
 *
 * @param codes one for each event, in their order
 * @param next the user's next seq after that
 */
public record Settled(List<SettleCode> codes, NextSeq next) {}
