package org.endoreg.ingest.centers;

import org.endoreg.contracts.CenterKey;

/**
 * A clinical center. The key never changes and names it to machines; the display name is for people
 * and routes nothing.
 */
public record Center(CenterKey centerKey, String displayName, boolean retired) {}
