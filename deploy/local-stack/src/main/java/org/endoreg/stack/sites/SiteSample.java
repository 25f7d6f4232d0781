package org.endoreg.stack.sites;

import java.nio.file.Path;
import java.util.List;

/**
 * One invented file of the demo.
 *
 * @param planted every identifying text in it
 */
record SiteSample(SiteMedium medium, Path file, List<String> planted, Inspection inspection) {}
