package org.endoreg.stack.backup;

import java.util.Map;

/**
 * What one database holds at one moment: rows and an order-free digest of each table, the last
 * number of its outbox and the head of its audit chain. Two moments with equal facts hold equal
 * rows.
 */
public record DatabaseFacts(
    String name,
    Map<String, Table> tables,
    long outboxHighWater,
    long auditEntries,
    String auditHead) {

  /** One table; the digest is the sum of the hashes of its rows. */
  public record Table(long rows, String digest) {}
}
