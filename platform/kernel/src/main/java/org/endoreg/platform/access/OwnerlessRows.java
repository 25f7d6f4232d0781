package org.endoreg.platform.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The rows read here belong to no center, for instance a vocabulary. Without this a route may reach
 * the database only through a method that takes a {@link CenterScope}.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.CLASS)
public @interface OwnerlessRows {
  /** Why nobody owns them. */
  String value();
}
