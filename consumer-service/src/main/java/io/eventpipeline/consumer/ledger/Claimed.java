package io.eventpipeline.consumer.ledger;

import io.eventpipeline.consumer.order.ClaimCode;
import io.eventpipeline.consumer.order.NextSeq;
import java.util.List;

/**
 * The result of a claim for one lane.
 *
 * @param codes one for each event, in their order
 * @param next the user's next seq when the script ran
 */
public record Claimed(List<ClaimCode> codes, NextSeq next) {}
