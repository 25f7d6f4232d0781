package org.endoreg.ffmpeg;

import java.io.IOException;

/** Looks at decoded frames one after the other. */
@FunctionalInterface
public interface FrameVisitor {
  /**
   * Called once per chosen frame, in presentation order; the frame is closed after the call.
   *
   * @return false to stop early
   */
  boolean visit(DecodedFrame frame) throws IOException, MediaFailure;
}
