package org.endoreg.knowledge.timeline;

import java.util.List;
import org.endoreg.contracts.MediaKind;

/** One way to see a medium. Only processed ones exist: this service does not know raw bytes. */
public record StreamOption(String type, String url) {

  static List<StreamOption> of(MediaKind kind, long mediumId) {
    String collection =
        switch (kind) {
          case REPORT -> "pdfs";
          case VIDEO -> "videos";
        };
    String url = "/api/media/" + collection + "/" + mediumId + "/stream/?type=processed";
    return List.of(new StreamOption("processed", url));
  }
}
