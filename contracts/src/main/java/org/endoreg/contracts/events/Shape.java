package org.endoreg.contracts.events;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which text a member of an event may hold. Text without a shape could carry a name or a
 * sentence of a report, so there is none: the JSON Schema states the shape, the record's
 * constructor holds it.
 */
@Target(ElementType.TYPE_USE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Shape {
  /** A media type without parameters. */
  String MEDIA_TYPE = "^[a-z]{1,20}/[a-z0-9.+-]{1,100}$";

  /** The natural key of a term: a word of a vocabulary, never wording of a document. */
  String TERM = "^[a-z0-9][a-z0-9_.-]{0,127}$";

  /** The natural key or the label of an examination: one word of ASCII, so no full name fits. */
  String EXAMINATION = "^[A-Za-z][A-Za-z0-9_-]{0,63}$";

  /** Administrative gender as FHIR names it; an unknown one is null. */
  String GENDER = "^(female|male|other)$";

  /** The type name of an event. */
  String EVENT_TYPE = "^[a-z-]{1,40}\\.[a-z-]{1,40}$";

  /** W3C trace context, version 00. */
  String TRACEPARENT = "^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$";

  /** The regular expression every value matches. */
  String value();
}
