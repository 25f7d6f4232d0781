package org.endoreg.samples;

/** Gender as a report or an overlay states it. */
public enum Gender {
  FEMALE,
  MALE
}
