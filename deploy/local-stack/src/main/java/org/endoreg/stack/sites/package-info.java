/**
 * Two suites on one machine, a central hub and a site that sends to it: what lies between them, and
 * the journey of one report as a show.
 */
@NullMarked
package org.endoreg.stack.sites;

import org.jspecify.annotations.NullMarked;
