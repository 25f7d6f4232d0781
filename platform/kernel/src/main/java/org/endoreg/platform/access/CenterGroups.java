package org.endoreg.platform.access;

import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the claim {@code groups}: each center is a group {@code /centers/<center_key>}, other
 * groups mean nothing here, no group at all means no center.
 */
final class CenterGroups {
  private static final String FOLDER = "/centers";

  private CenterGroups() {}

  /**
   * The centers the claim names.
   *
   * @throws ProblemException {@code missing_groups_claim}, {@code malformed_groups_claim} or {@code
   *     unknown_center_keys}
   */
  static Set<CenterKey> read(@Nullable Object claim, Set<CenterKey> known) {
    if (claim == null) {
      throw new ProblemException(ProblemCode.MISSING_GROUPS_CLAIM);
    }
    if (!(claim instanceof Collection<?> groups)) {
      throw new ProblemException(ProblemCode.MALFORMED_GROUPS_CLAIM);
    }
    Set<CenterKey> centers = new HashSet<>();
    for (Object group : groups) {
      String path = text(group);
      if (path.equals(FOLDER) || path.startsWith(FOLDER + "/")) {
        centers.add(center(path.substring(FOLDER.length())));
      }
    }
    if (!known.containsAll(centers)) {
      throw new ProblemException(ProblemCode.UNKNOWN_CENTER_KEYS);
    }
    return centers;
  }

  private static CenterKey center(String below) {
    String key = below.isEmpty() ? "" : below.substring(1);
    if (!CenterKey.accepts(key)) {
      throw new ProblemException(ProblemCode.MALFORMED_GROUPS_CLAIM);
    }
    return new CenterKey(key);
  }

  private static String text(Object group) {
    if (group instanceof String text) {
      return text;
    }
    if (group instanceof JsonString text) {
      return text.getString();
    }
    throw new ProblemException(ProblemCode.MALFORMED_GROUPS_CLAIM);
  }

  /** The strings of a JSON array; empty for anything else. */
  static Set<String> strings(@Nullable JsonValue value) {
    Set<String> texts = new HashSet<>();
    if (value instanceof JsonArray array) {
      for (JsonValue item : array) {
        if (item instanceof JsonString text) {
          texts.add(text.getString());
        }
      }
    }
    return texts;
  }
}
