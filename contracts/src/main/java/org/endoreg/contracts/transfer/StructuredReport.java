package org.endoreg.contracts.transfer;

import org.endoreg.contracts.events.Shape;

/** That a structured report of this template exists; its answers do not travel. */
public record StructuredReport(
    @Shape(Wording.NAME) String templateName,
    @Shape(Wording.VERSION) String templateVersion,
    @Shape(Wording.VERSION) String templateHash,
    ReportStatus status,
    @AtLeast(1) int version,
    boolean isActive) {}
