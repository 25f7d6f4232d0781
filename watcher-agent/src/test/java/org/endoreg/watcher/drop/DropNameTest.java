package org.endoreg.watcher.drop;

import static org.assertj.core.api.Assertions.assertThat;

import org.endoreg.contracts.events.IngestFolder;
import org.endoreg.platform.rules.Scenario;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"befund.pdf", "BEFUND.PDF", "a.b.Pdf", "Befund 12 (2).pdf"})
  void reportsAreTakenWhateverTheirCase(String name) {
    assertThat(DropName.isTaken(name, IngestFolder.REPORT_IMPORT)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.mp4", "a.AVI", "a.mov", "a.mkv", "a.webm", "a.m4v", "a.wmv"})
  void videosAreTakenWhateverTheirContainer(String name) {
    assertThat(DropName.isTaken(name, IngestFolder.VIDEO_IMPORT)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.pdf.tmp",
        "a.pdf.part",
        "a.pdf.partial",
        "a.pdf.crdownload",
        "a.pdf.download",
        "a.pdf.lock",
        "a.tmp.pdf",
        "a.PART.pdf",
        ".a.pdf",
        "~a.pdf",
        "~$a.pdf",
        ".pdf",
        "pdf",
        "a.pdf.",
        "a.mp4",
        "a.exe"
      })
  @Scenario("A39")
  void whatIsUnfinishedHiddenOrNoReportIsLeftAlone(String name) {
    assertThat(DropName.isTaken(name, IngestFolder.REPORT_IMPORT)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.mp4.part", ".a.mp4", "~a.mp4", "a.pdf", "mp4", "a.tmp.mov", "a.lock"})
  @Scenario("A39")
  void whatIsUnfinishedHiddenOrNoVideoIsLeftAlone(String name) {
    assertThat(DropName.isTaken(name, IngestFolder.VIDEO_IMPORT)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.json", "a.YAML", "a.yml", "a.pdf", "a.MP4"})
  void signedOffFilesAndTheirSidecarsAreTaken(String name) {
    assertThat(DropName.isTaken(name, IngestFolder.PREANONYMIZED_IMPORT)).isTrue();
    assertThat(DropName.stem(name)).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.json.tmp", ".json", "~a.json", "a.part.yaml", "a.txt", "a.avi"})
  void whatIsNeitherSignedOffNorASidecarIsLeftAlone(String name) {
    assertThat(DropName.isTaken(name, IngestFolder.PREANONYMIZED_IMPORT)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.json", "a.yaml"})
  void aSidecarInARawFolderIsLeftAlone(String name) {
    assertThat(DropName.isTaken(name, IngestFolder.REPORT_IMPORT)).isFalse();
    assertThat(DropName.isTaken(name, IngestFolder.VIDEO_IMPORT)).isFalse();
  }
}
