package org.endoreg.stack.sites;

/** What a site sends, as the suite names it in its paths and answers. */
enum SiteMedium {
  REPORT("report", "pdf", "/api/media/pdfs/", "processed_file_sha256"),
  VIDEO("video", "mp4", "/api/media/videos/", "processed_video_hash");

  private final String noun;
  private final String ending;
  private final String list;
  private final String digestField;

  SiteMedium(String noun, String ending, String list, String digestField) {
    this.noun = noun;
    this.ending = ending;
    this.list = list;
    this.digestField = digestField;
  }

  String noun() {
    return noun;
  }

  /** The ending of its files, without the dot. */
  String ending() {
    return ending;
  }

  /** Where a suite lists them. */
  String list() {
    return list;
  }

  /** Where one of them is. */
  String path(String id) {
    return list + id + "/";
  }

  /** The field of an answer with the SHA-256 of what was processed. */
  String digestField() {
    return digestField;
  }
}
