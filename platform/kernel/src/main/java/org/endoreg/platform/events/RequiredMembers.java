package org.endoreg.platform.events;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * Jackson leaves a missing member null, and a null where none is allowed would fail in the middle
 * of a consumer's transaction, again and again. So every record is checked while it is still clear
 * that the record on the topic is at fault.
 */
final class RequiredMembers {
  private RequiredMembers() {}

  /**
   * @throws IllegalArgumentException when a member that may not be null is null, at any depth
   */
  static void check(Record whole) {
    for (RecordComponent member : whole.getClass().getRecordComponents()) {
      @Nullable Object value = valueOf(member, whole);
      if (value == null && !mayBeNull(member)) {
        throw new IllegalArgumentException("member " + member.getName() + " is missing");
      }
      if (value instanceof Record part) {
        check(part);
      }
    }
  }

  private static boolean mayBeNull(RecordComponent member) {
    return member.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static @Nullable Object valueOf(RecordComponent member, Record whole) {
    try {
      return member.getAccessor().invoke(whole);
    } catch (IllegalAccessException | InvocationTargetException notPublic) {
      throw new IllegalStateException(notPublic);
    }
  }
}
