package org.endoreg.platform.resumable.client;

/**
 * What a file that arrived whole became: its job, empty when the server did not tell, and whether
 * that job stood for the same bytes already.
 */
public record Sent(String job, boolean reused) {}
