package org.endoreg.plantedsecond;

import org.endoreg.contracts.CenterKey;
import org.endoreg.plantedfirst.rows.Rows;

/** Reaches into another service. */
public record Neighbour(Rows rows, CenterKey center) {}
