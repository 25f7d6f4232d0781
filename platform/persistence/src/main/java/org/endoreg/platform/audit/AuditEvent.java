package org.endoreg.platform.audit;

import java.util.Map;
import java.util.regex.Pattern;
import org.endoreg.contracts.CenterKey;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was done, to be written in the transaction that does it. {@code data} holds
 * counts, flags, digests and stable codes; text that a person typed has no place here.
 */
public record AuditEvent(
    AuditAction action,
    @Nullable CenterKey center,
    String objectType,
    String objectId,
    Map<String, Object> data) {
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.:/#-]{0,128}");

  /**
   * @throws IllegalArgumentException when data has a member this action does not know, or a value
   *     that is neither number, flag nor code
   */
  public AuditEvent {
    data = Map.copyOf(data);
    requireCode(objectType);
    requireCode(objectId);
    for (Map.Entry<String, Object> member : data.entrySet()) {
      if (!action.knows(member.getKey())) {
        throw new IllegalArgumentException(action.code() + " has no member " + member.getKey());
      }
      if (!isPlain(member.getValue())) {
        throw new IllegalArgumentException(member.getKey() + " must be a number, flag or code");
      }
    }
  }

  /** Without data. */
  public AuditEvent(
      AuditAction action, @Nullable CenterKey center, String objectType, String objectId) {
    this(action, center, objectType, objectId, Map.of());
  }

  private static boolean isPlain(Object value) {
    return value instanceof Integer
        || value instanceof Long
        || value instanceof Boolean
        || (value instanceof String text && CODE.matcher(text).matches());
  }

  private static void requireCode(String text) {
    if (!CODE.matcher(text).matches()) {
      throw new IllegalArgumentException("an audited object is named by type and id only");
    }
  }
}
