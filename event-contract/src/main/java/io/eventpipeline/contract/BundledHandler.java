package io.eventpipeline.contract;

/**
 * A handler that comes with the pipeline and stands beside the team's own. It takes its types, and
 * leaves open what becomes of all others: while the team has no handler of its own, the built-in
 * one takes them.
 */
public interface BundledHandler extends EventHandler {}
