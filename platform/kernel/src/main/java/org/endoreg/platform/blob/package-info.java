/**
 * Encrypted blobs: written once while hashing, read at any offset, stored in a file system or in S3
 * behind one interface.
 */
@NullMarked
package org.endoreg.platform.blob;

import org.jspecify.annotations.NullMarked;
