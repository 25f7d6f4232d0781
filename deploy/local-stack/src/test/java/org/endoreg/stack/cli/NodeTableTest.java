package org.endoreg.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeTableTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "2026-02-15T00:00:00Z, ends in 45 days",
    "2026-01-30T23:00:00Z, ! ends in 29 days",
    "2026-01-01T05:00:00Z, ! ends in 5 hours",
    "2025-12-31T00:00:00Z, ! ended 2025-12-31T00:00:00Z"
  })
  void whatEndsWithinThirtyDaysIsMarked(String end, String told) throws IOException {
    assertThat(listed("[{'fingerprint': 'a', 'not_after': '" + end + "', 'revoked_at': null}]"))
        .endsWith(" " + told);
  }

  @Test
  void theCertificateThatLastsLongestCountsAndARevokedOneDoesNot() throws IOException {
    assertThat(
            listed(
                """
                [{'fingerprint': 'a', 'not_after': '2026-01-05T00:00:00Z', 'revoked_at': null},
                 {'fingerprint': 'b', 'not_after': '2026-04-11T00:00:00Z', 'revoked_at': null},
                 {'fingerprint': 'c', 'not_after': '2027-01-01T00:00:00Z',
                  'revoked_at': '2025-12-01T00:00:00Z'}]
                """))
        .endsWith(" ends in 100 days");
    assertThat(listed("[]")).endsWith("! none");
    assertThat(listed("[{'fingerprint': 'a', 'not_after': null, 'revoked_at': null}]"))
        .endsWith("end not known");
  }

  private static String listed(String certificates) throws IOException {
    String nodes =
        "[{'node_key': 'site-north', 'role': 'site_node', 'owning_center_key': 'north',"
            + " 'is_active': true, 'certificates': "
            + certificates
            + "}]";
    JsonNode json = new ObjectMapper().readTree(nodes.replace('\'', '"'));
    StringWriter text = new StringWriter();
    NodeTable.list(new PrintWriter(text, true), json, NOW);
    return text.toString().strip();
  }
}
