package org.endoreg.contracts.transfer;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The smallest number a member of the wire contract may hold; the JSON Schema states it. */
@Target(ElementType.TYPE_USE)
@Retention(RetentionPolicy.RUNTIME)
public @interface AtLeast {
  /** The bound, itself allowed. */
  long value();
}
