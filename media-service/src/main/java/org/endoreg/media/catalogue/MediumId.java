package org.endoreg.media.catalogue;

import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.ProblemException;

/**
 * Reads a medium id from a path; what is no positive number is simply not found, as an unknown id
 * is.
 */
public final class MediumId {
  private MediumId() {}

  /** The number; throws {@code not_found} for anything else. */
  public static long parse(String text) {
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException notANumber) {
      throw new ProblemException(ProblemCode.NOT_FOUND);
    }
  }
}
