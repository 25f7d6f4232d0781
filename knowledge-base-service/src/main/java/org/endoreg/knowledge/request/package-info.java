/**
 * What every route reads from a request and gives back the same way: row ids, page bounds, the
 * display language, a page of results. It knows no feature and may depend on the platform only.
 */
@NullMarked
package org.endoreg.knowledge.request;

import org.jspecify.annotations.NullMarked;
