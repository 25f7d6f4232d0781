package org.endoreg.stack.client;

/** The hub's answer to one upload. */
public record UploadResult(String file, String jobId, boolean reused) {}
