package org.endoreg.contracts;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a deployment is for; decides which boundaries open and which checks must hold before a
 * service starts.
 */
public enum DeploymentRole {
  STANDALONE("standalone"),
  SITE_NODE("site_node"),
  CENTRAL_HUB("central_hub"),
  LOCAL_STUDY_SERVER("local_study_server");

  private final String wireName;

  DeploymentRole(String wireName) {
    this.wireName = wireName;
  }

  /** The value of the role setting and of the JSON member. */
  public String wireName() {
    return wireName;
  }

  /**
   * The role of this exact name; empty for anything else, because a typo must never become a
   * default.
   */
  public static Optional<DeploymentRole> named(String wireName) {
    return Arrays.stream(values()).filter(role -> role.wireName.equals(wireName)).findFirst();
  }
}
