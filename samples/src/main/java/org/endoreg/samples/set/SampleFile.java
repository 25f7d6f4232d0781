package org.endoreg.samples.set;

import java.nio.file.Path;
import java.util.List;

/**
 * A written sample and every identifying string that was planted in it, for a search of what comes
 * out.
 */
public record SampleFile(Path file, boolean video, List<String> planted) {}
