/**
 * Gives each anonymized artifact its medium id, once, and learns its technical facts. Fed by
 * anonymization.events.
 */
@NullMarked
package org.endoreg.media.registration;

import org.jspecify.annotations.NullMarked;
