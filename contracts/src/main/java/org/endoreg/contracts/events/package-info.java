/**
 * What travels on topics: one sealed family of events, their envelope and the topics. Events carry
 * ids, digests, sizes, blob keys and pseudonyms; never bytes, names, file names or free text.
 */
@NullMarked
package org.endoreg.contracts.events;

import org.jspecify.annotations.NullMarked;
