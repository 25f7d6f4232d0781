package org.endoreg.platform.resumable;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import org.endoreg.platform.rules.ServiceRules;

@AnalyzeClasses(
    packages = "org.endoreg.platform.resumable",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest static final ArchTests RULES = ArchTests.in(ServiceRules.class);
}
