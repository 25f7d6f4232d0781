package org.endoreg.samples.video;

import org.endoreg.ffmpeg.Roi;

/** One text drawn on every frame, and the box it lies in: the truth a reader is checked against. */
public record PlantedText(OverlayField field, String text, Roi box) {}
