package org.endoreg.journeys.faults;

import org.endoreg.journeys.Drops;
import org.endoreg.journeys.faults.History.Content;

/** A file a sender sends, and what may become of it. */
final class Sent {
  private final Content content;
  private final String center;
  private final String name;
  private final byte[] bytes;

  Sent(Content content, String center, String name, byte[] bytes) {
    this.content = content;
    this.center = center;
    this.name = name;
    this.bytes = bytes;
  }

  Content content() {
    return content;
  }

  String center() {
    return center;
  }

  String name() {
    return name;
  }

  byte[] bytes() {
    return bytes;
  }

  String sha256() {
    return content == Content.NONE ? "" : Drops.sha256(bytes);
  }

  Sent named(String other) {
    return new Sent(content, center, other, bytes);
  }
}
