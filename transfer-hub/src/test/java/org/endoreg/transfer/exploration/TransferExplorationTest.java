package org.endoreg.transfer.exploration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.endoreg.platform.keys.Keyring;
import org.endoreg.transfer.receiving.HubDecisions;
import org.endoreg.transfer.sending.SiteDecisions;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the order and whatever fails, a transfer ends, is applied once, and both sides agree; a
 * rule that is broken on purpose is found.
 */
class TransferExplorationTest {
  private static final Logger LOG = Logger.getLogger(TransferExplorationTest.class);

  private static HubDecisions hub;
  private static SiteDecisions site;

  @BeforeAll
  static void sealASample(@TempDir Path keys) {
    SampleTransfer sample = new SampleTransfer();
    hub = new HubDecisions(sample, Keyring.open(keys));
    site = new SiteDecisions(sample, hub.receiptKey());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // crashes, lost or repeated messages, lapsed leases, changed bits, people who send again,
        // who take their sign-off back, and who call it off
        "0, 0, 0, 0, 0, 0, 0",
        "3, 3, 0, 0, 0, 0, 0",
        "2, 2, 0, 1, 1, 0, 0",
        "1, 1, 1, 0, 0, 0, 0",
        "0, 0, 2, 1, 1, 0, 0",
        "1, 1, 0, 1, 1, 1, 0",
        "0, 0, 1, 1, 1, 1, 0",
        "1, 1, 0, 0, 1, 0, 1",
        "0, 0, 1, 1, 1, 0, 1",
        "0, 1, 0, 0, 1, 1, 1"
      })
  void whateverHappensATransferEndsOnceAndBothSidesAgree(String bound) {
    assertSound(Exploration.Bound.of(bound));
  }

  /** Minutes and a large heap: {@code -Dexploration=deep -Dtest.heap=3g}. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1, 1, 1, 1, 1, 0, 0",
        "2, 1, 1, 0, 0, 0, 0",
        "3, 3, 0, 1, 1, 0, 0",
        "0, 2, 2, 0, 0, 0, 0",
        "2, 2, 1, 0, 0, 0, 0",
        "1, 1, 1, 0, 0, 1, 0",
        "1, 1, 0, 1, 1, 1, 1",
        "0, 1, 1, 0, 1, 0, 1"
      })
  @EnabledIfSystemProperty(named = "exploration", matches = "deep")
  void soItIsDeeperDown(String bound) {
    assertSound(Exploration.Bound.of(bound));
  }

  private static void assertSound(Exploration.Bound bound) {
    Exploration.Result result = new Exploration(new Rules(hub, site)).within(bound);
    LOG.infof("%s: %d moments, %d steps", bound, result.moments(), result.steps());
    assertThat(result.violated()).isEmpty();
    assertThat(result.moments()).isGreaterThan(40);
  }

  @ParameterizedTest
  @MethodSource("planted")
  void aPlantedBugIsFound(Planted bug) {
    Exploration.Bound bound =
        new Exploration.Bound(1, 1, bug.lapses(), 1, 1, bug.withdrawals(), bug.cancels());
    Exploration.Result result = new Exploration(bug.rules()).within(bound);
    assertThat(result.violated()).as(bug.name()).isPresent();
    assertThat(result.violated().orElseThrow()).startsWith(bug.found());
  }

  @Test
  void whatIsFoundIsToldFromTheBeginningOn() {
    Exploration.Result result =
        new Exploration(
                planted()
                    .filter(bug -> bug.name().startsWith("acknowledged"))
                    .findFirst()
                    .orElseThrow()
                    .rules())
            .within(new Exploration.Bound(0, 0, 0, 0, 0, 0, 0));
    assertThat(result.violated().orElseThrow().lines())
        .hasSizeGreaterThan(20)
        .element(1)
        .asString()
        .startsWith("status 1 item 1");
  }

  /** Bugs, some of which this exploration found in the services, and what they lead to. */
  static Stream<Planted> planted() {
    return Stream.of(
        new Planted(
            "a worker goes on with what was called off",
            0,
            0,
            1,
            "what somebody called off goes on",
            new Rules(hub, site) {
              @Override
              int siteNext(int status, String event) {
                return status == cancelled() && event.equals("MEDIA_WANTED")
                    ? super.siteNext(queued() + 1, event)
                    : super.siteNext(status, event);
              }
            }),
        new Planted(
            "the sealed artifact goes with the cancellation",
            0,
            0,
            1,
            "ended though nothing was wrong with it",
            new Rules(hub, site) {
              @Override
              boolean cancelledKeepsSealed() {
                return false;
              }
            }),
        new Planted(
            "the comparison is silent about what was called off",
            0,
            0,
            1,
            "the ledgers differ and nobody is told",
            new Rules(hub, site) {
              @Override
              boolean isTold(int status, boolean withdrawn) {
                return status != cancelled() && super.isTold(status, withdrawn);
              }
            }),
        new Planted(
            "what was taken back may be sent again",
            0,
            1,
            0,
            "a sign-off that was taken back is not",
            new Rules(hub, site) {
              @Override
              boolean withdrawalLasts() {
                return false;
              }
            }),
        new Planted(
            "a proof counts after the end",
            0,
            1,
            0,
            "a sign-off that was taken back is not",
            new Rules(hub, site) {
              @Override
              int siteNext(int status, String event) {
                return status == failed() && event.equals("PROVE")
                    ? completed()
                    : super.siteNext(status, event);
              }
            }),
        new Planted(
            "finished without the lease",
            1,
            "applied without its bytes",
            new Rules(hub, site) {
              @Override
              boolean fence(boolean owned) {
                return true;
              }
            }),
        new Planted(
            "acknowledged before it is applied",
            0,
            "the site believes what the hub did not do",
            new Rules(hub, site) {
              @Override
              int told(int state, int envelope) {
                return super.told(
                    isMedia(state, "received") ? hubNext(state, "MEDIA_APPLIED") : state, envelope);
              }
            }),
        new Planted(
            "another key for every attempt",
            0,
            "applied twice",
            new Rules(hub, site) {
              @Override
              boolean keepsKey() {
                return false;
              }
            }),
        new Planted(
            "sealed anew for every attempt",
            0,
            "ended though nothing was wrong with it",
            new Rules(hub, site) {
              @Override
              boolean keepsSealed() {
                return false;
              }
            }),
        new Planted(
            "sealed artifact goes first",
            0,
            "ended though nothing was wrong with it",
            new Rules(hub, site) {
              @Override
              boolean sealedGoesLast() {
                return false;
              }
            }),
        new Planted(
            "ciphertext goes first",
            0,
            "ended though nothing was wrong with it",
            new Rules(hub, site) {
              @Override
              boolean ciphertextGoesLast() {
                return false;
              }
            }),
        new Planted(
            "a repetition begins anew",
            0,
            "ended though nothing was wrong with it",
            new Rules(hub, site) {
              @Override
              boolean repetitionFinds() {
                return false;
              }
            }),
        new Planted(
            "whole bytes are not noticed",
            0,
            "stuck",
            new Rules(hub, site) {
              @Override
              boolean noticesWhole() {
                return false;
              }
            }),
        new Planted(
            "a refused envelope is never opened again",
            0,
            "stuck",
            new Rules(hub, site) {
              @Override
              boolean itemRunsAnew() {
                return false;
              }
            }),
        new Planted(
            "bytes are taken at any offset",
            0,
            "ended though nothing was wrong with it",
            new Rules(hub, site) {
              @Override
              boolean offsetFits(int here, int offset) {
                return true;
              }
            }),
        new Planted(
            "another offset ends the transfer",
            0,
            "ended though nothing was wrong with it",
            new Rules(hub, site) {
              @Override
              String sorted(String problem, boolean answerToBytes) {
                return super.sorted(problem, false);
              }
            }),
        new Planted(
            "an envelope is published without the lease",
            1,
            "ended though nothing was wrong with it",
            new Rules(hub, site) {
              @Override
              boolean publishesUnderLease() {
                return false;
              }
            }),
        new Planted(
            "refused bytes go after their row",
            0,
            "ended though nothing was wrong with it",
            new Rules(hub, site) {
              @Override
              boolean refusedGoesWithItsRow() {
                return false;
              }
            }),
        new Planted(
            "a late worker leaves what it wrote",
            1,
            "bytes stay behind though nobody was killed",
            new Rules(hub, site) {
              @Override
              boolean lateTakesBack() {
                return false;
              }
            }),
        new Planted(
            "refused media cannot come again",
            0,
            "ended though nothing was wrong with it",
            new Rules(hub, site) {
              @Override
              int hubNext(int state, String event) {
                return isMedia(state, "refused") ? 0 : super.hubNext(state, event);
              }
            }),
        new Planted(
            "no second attempt after the upload began",
            0,
            "stuck",
            new Rules(hub, site) {
              @Override
              int siteNext(int status, String event) {
                return event.equals("ATTEMPT") && status != queued() && status != queued() + 1
                    ? -1
                    : super.siteNext(status, event);
              }
            }));
  }

  /** A bug, the leases that have to lapse before it shows, and the rule it breaks. */
  record Planted(String name, int lapses, int withdrawals, int cancels, String found, Rules rules) {
    Planted(String name, int lapses, String found, Rules rules) {
      this(name, lapses, 0, 0, found, rules);
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
