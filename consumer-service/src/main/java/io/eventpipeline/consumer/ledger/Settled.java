package io.eventpipeline.consumer.ledger;

import io.eventpipeline.consumer.order.NextSeq;
import io.eventpipeline.consumer.order.SettleCode;
import java.util.List;

/**
 * What a settle came to, for one lane.
 *
 * @param codes one for each event, in their order
 * @param next where the user's order is now
 */
public record Settled(List<SettleCode> codes, NextSeq next) {}
