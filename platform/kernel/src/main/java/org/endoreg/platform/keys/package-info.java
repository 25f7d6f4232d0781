/** Keysets on disk, wrapped by a key-encryption key; nobody else touches key material. */
@NullMarked
package org.endoreg.platform.keys;

import org.jspecify.annotations.NullMarked;
