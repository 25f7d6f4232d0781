package org.endoreg.transfer;

import org.jdbi.v3.core.Jdbi;

/** What the audit chain tells, whether it was linked yet or not. */
public final class AuditTold {
  private AuditTold() {}

  /** How often it tells this action about the object. */
  public static long times(Jdbi jdbi, String action, Object object) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT count(*) FROM (SELECT entry FROM audit_pending
                        UNION ALL SELECT entry FROM audit_entry) told
                    WHERE entry LIKE :action AND entry LIKE :object
                    """)
                .bind("action", "%" + action + "%")
                .bind("object", "%" + object + "%")
                .mapTo(Long.class)
                .one());
  }
}
