package org.endoreg.platform.access;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.endoreg.contracts.Capability;

/**
 * Which capabilities a set of role names gives. A role of a capability's own name always gives it;
 * writing gives reading of the same resource; patient roles give the parts of a patient's record
 * that hold no identity. Identity, raw media and administration are given by their own name alone.
 */
final class RoleGrants {
  private static final String ENDOREGDB_USER = "endoregdb_user";
  private static final String DATA_READ = "data:read";
  private static final String DATA_WRITE = "data:write";

  /** Given by their own name alone, whatever else somebody holds. */
  private static final Set<Capability> EXACT =
      EnumSet.of(
          Capability.PHI_READ,
          Capability.RAW_MEDIA_READ,
          Capability.QUARANTINE_REAP,
          Capability.QUARANTINE_REVIEW,
          Capability.OPS_READ,
          Capability.OPS_OPERATE,
          Capability.AUDIT_READ,
          Capability.AUDIT_VERIFY,
          Capability.NODE_ADMIN,
          Capability.SETTINGS_WRITE,
          Capability.BACKUP_OPERATE,
          Capability.KEY_ROTATE,
          Capability.TRANSFER_READ,
          Capability.TRANSFER_OPERATE,
          Capability.DATASET_EXPORT,
          Capability.CENTER_SCOPE_ADMIN,
          Capability.CENTER_SCOPE_GLOBAL_ADMIN);

  private static final Map<Capability, Set<String>> ALSO_GIVEN_BY = alsoGivenBy();

  private RoleGrants() {}

  /** What these roles give; {@code legacy} honours the reference system's broad roles too. */
  static Set<Capability> of(Set<String> roles, boolean legacy) {
    Set<Capability> given = EnumSet.noneOf(Capability.class);
    for (Capability capability : Capability.values()) {
      if (isGiven(capability, roles) || (legacy && isGivenByLegacy(capability, roles))) {
        given.add(capability);
      }
    }
    return given;
  }

  /** True when the capability comes from a legacy role and from nothing else. */
  static boolean onlyByLegacy(Capability capability, Set<String> roles) {
    return !isGiven(capability, roles) && isGivenByLegacy(capability, roles);
  }

  private static boolean isGiven(Capability capability, Set<String> roles) {
    return roles.contains(capability.roleName())
        || ALSO_GIVEN_BY.getOrDefault(capability, Set.of()).stream().anyMatch(roles::contains);
  }

  private static boolean isGivenByLegacy(Capability capability, Set<String> roles) {
    if (EXACT.contains(capability)) {
      return false;
    }
    boolean reads = capability.roleName().endsWith(":read");
    return roles.contains(ENDOREGDB_USER)
        || roles.contains(DATA_WRITE)
        || (reads && roles.contains(DATA_READ));
  }

  private static Map<Capability, Set<String>> alsoGivenBy() {
    Map<Capability, Set<String>> table = new EnumMap<>(Capability.class);
    table.put(Capability.PATIENT_READ, Set.of("patient:write"));
    table.put(Capability.VIDEO_READ, Set.of("video:write"));
    table.put(Capability.ANONYMIZATION_READ, Set.of("anonymization:write"));
    table.put(Capability.KNOWLEDGE_READ, Set.of("knowledge:write"));
    table.put(Capability.DATASET_READ, Set.of("dataset:write"));
    table.put(Capability.REPORT_READ, Set.of("report:write", "patient:read", "patient:write"));
    table.put(Capability.REPORT_WRITE, Set.of("patient:write"));
    table.put(Capability.UPLOAD_WRITE, Set.of("patient:write"));
    table.put(Capability.UPLOAD_READ, Set.of("upload:write", "patient:read", "patient:write"));
    return table;
  }
}
