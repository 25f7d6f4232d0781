/**
 * Reads vocabulary from files people write and says exactly where they went wrong. It turns a tree
 * of fixture files into {@link org.endoreg.knowledge.terminology.Terminology} values and a report;
 * storing them is somebody else's business. It may depend on the terminology package only.
 */
@NullMarked
package org.endoreg.knowledge.authoring;

import org.jspecify.annotations.NullMarked;
