package org.endoreg.platform.work;

import java.util.UUID;
import org.endoreg.contracts.CenterKey;

/**
 * A claimed piece of work. {@code attempt} counts every claim from 1, {@code retries} those that
 * followed a failure; the payload is JSON the queue's owner understands. {@code calledOff} tells of
 * the moment of the claim: the worker before this one may have died without having noticed.
 */
public record WorkItem(
    long id,
    String queue,
    String naturalKey,
    CenterKey centerKey,
    UUID correlationId,
    String payload,
    int attempt,
    int retries,
    long fencingToken,
    String leaseOwner,
    boolean calledOff) {}
