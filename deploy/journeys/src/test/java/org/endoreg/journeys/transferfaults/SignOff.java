package org.endoreg.journeys.transferfaults;

/**
 * What a person signed off at the site, as it was handed to the topic: digests of the source and of
 * the artifact, and the pseudonyms.
 */
public record SignOff(
    String job, String resource, String artifact, long size, String patient, String examination) {}
