/**
 * Who a document is about, and the keyed pseudonyms that replace that knowledge outside. Everything
 * here is a value or a pure function of the site's root key; nothing is remembered between two
 * documents.
 */
@NullMarked
package org.endoreg.anonymizer.identity;

import org.jspecify.annotations.NullMarked;
