package org.endoreg.anonymizer.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TessDataTest {
  @Test
  void theSettingComesBeforeTheEnvironmentAndTheDistribution(@TempDir Path folder)
      throws Exception {
    Path setting = withData(folder.resolve("setting"));
    Path prefix = withData(folder.resolve("prefix"));
    Path debian = folder.resolve("debian");
    withData(debian.resolve("5/tessdata"));
    Map<String, String> environment = Map.of("TESSDATA_PREFIX", prefix.toString());

    assertThat(TessData.locate(Optional.of(setting), environment, debian).folder())
        .isEqualTo(setting);
    assertThat(TessData.locate(Optional.empty(), environment, debian).folder()).isEqualTo(prefix);
    assertThat(TessData.locate(Optional.empty(), Map.of(), debian).folder())
        .isEqualTo(debian.resolve("5/tessdata"));
  }

  @Test
  void aMissingDataFileNamesThePackageToInstall(@TempDir Path folder) {
    assertThatThrownBy(() -> TessData.locate(Optional.of(folder), Map.of(), folder.resolve("none")))
        .isInstanceOf(OcrUnavailableException.class)
        .hasMessageContaining("tesseract-ocr-deu");
  }

  private static Path withData(Path data) throws Exception {
    Path made = Files.createDirectories(data);
    Files.createFile(made.resolve("deu.traineddata"));
    return made;
  }
}
