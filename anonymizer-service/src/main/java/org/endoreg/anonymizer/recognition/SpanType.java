package org.endoreg.anonymizer.recognition;

/** What a span of text identifies; the name is also the placeholder printed in its stead. */
public enum SpanType {
  NAME,
  BIRTH_DATE,
  DATE,
  TIME,
  AGE,
  CASE_NUMBER,
  INSURANCE_NUMBER,
  STAFF_NUMBER,
  IBAN,
  DEVICE_SERIAL,
  IDENTIFIER,
  PHONE,
  EMAIL,
  URL,
  IP_ADDRESS,
  ADDRESS,
  PLACE,
  INSTITUTION,
  WARD,
  BARCODE
}
