package io.eventpipeline.local.simulate;

/**
 * What a run sends besides users, orders, payments and stock.
 *
 * @param faults duplicates, events out of order, failing and invalid ones
 * @param webhooks signed orders, each of which becomes a notification
 * @param clicks events in the analytics form
 */
public record SimulationMix(boolean faults, boolean webhooks, boolean clicks) {}
