/**
 * Reads, checks, masks and writes videos with the native FFmpeg libraries inside this process. All
 * bytes pass through seekable channels, so a decrypted picture never has to lie on a disk. The
 * package depends on nothing else of the hub and holds no clinical rule.
 */
@NullMarked
package org.endoreg.ffmpeg;

import org.jspecify.annotations.NullMarked;
