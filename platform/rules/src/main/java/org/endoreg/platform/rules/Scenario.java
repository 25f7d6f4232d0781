package org.endoreg.platform.rules;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The acceptance scenarios a test shows, by their numbers. The list in {@code docs/scenarios.md} is
 * made from it.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.SOURCE)
public @interface Scenario {
  /** For instance {@code "A7"}. */
  String[] value();
}
