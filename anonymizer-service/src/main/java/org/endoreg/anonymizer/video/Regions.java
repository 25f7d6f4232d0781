package org.endoreg.anonymizer.video;

import org.endoreg.ffmpeg.Roi;

/** How two regions lie to each other. */
final class Regions {
  private Regions() {}

  static boolean touch(Roi a, Roi b) {
    return a.x() <= b.right() && b.x() <= a.right() && a.y() <= b.bottom() && b.y() <= a.bottom();
  }

  static boolean contains(Roi outer, Roi inner) {
    return outer.x() <= inner.x()
        && outer.y() <= inner.y()
        && outer.right() >= inner.right()
        && outer.bottom() >= inner.bottom();
  }

  static Roi around(Roi a, Roi b) {
    int x = Math.min(a.x(), b.x());
    int y = Math.min(a.y(), b.y());
    int right = Math.max(a.right(), b.right());
    int bottom = Math.max(a.bottom(), b.bottom());
    return new Roi(x, y, right - x, bottom - y);
  }

  static Roi moved(Roi region, int right, int down) {
    return new Roi(region.x() + right, region.y() + down, region.width(), region.height());
  }
}
