package io.rlscaler.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which module may depend on which, by package: the table of the architecture document. */
class ModuleArrowsTest {
  private static final String ROOT = "io.rlscaler";
  private static final Set<String> MODULES =
      Set.of("engine", "prometheus", "simulator", "trainer", "crds", "operator", "cli");

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void allModulesAreSeen() {
    assertThat(PRODUCT)
        .extracting(ModuleArrowsTest::module)
        .containsOnly(MODULES.toArray(String[]::new));
  }

  private static String module(JavaClass type) {
    String inner = type.getPackageName().substring(ROOT.length() + 1);
    int end = inner.indexOf('.');
    return end < 0 ? inner : inner.substring(0, end);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          engine     | ai.onnx com.fasterxml.jackson com.google.protobuf
          prometheus | com.fasterxml.jackson
          simulator  | io.rlscaler.engine io.rlscaler.prometheus com.fasterxml.jackson
          trainer    | io.rlscaler.engine io.rlscaler.simulator ai.djl ai.onnx com.google.protobuf \
          com.fasterxml.jackson
          crds       | io.fabric8 com.fasterxml.jackson
          operator   | io.rlscaler.engine io.rlscaler.simulator io.rlscaler.prometheus \
          io.rlscaler.crds io.javaoperatorsdk io.fabric8 com.fasterxml.jackson \
          io.prometheus.client org.slf4j com.sun.net.httpserver
          cli        | io.rlscaler.engine io.rlscaler.simulator io.rlscaler.prometheus \
          io.rlscaler.crds io.rlscaler.operator io.fabric8 picocli com.fasterxml.jackson
          """)
  void aModuleDependsOnlyOnWhatItsRowNames(String module, String others) {
    String[] allowed =
        Stream.of("java javax org.jspecify", ROOT + "." + module, others)
            .flatMap(names -> Stream.of(names.split(" ")))
            .flatMap(ModuleArrowsTest::packages)
            .toArray(String[]::new);

    classes()
        .that()
        .resideInAPackage(ROOT + "." + module + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed)
        .check(PRODUCT);
  }

  /** ONNX Runtime lives in {@code ai.onnxruntime}, the classes of the format in {@code ai.onnx}. */
  private static Stream<String> packages(String name) {
    return name.equals("ai.onnx")
        ? Stream.of("ai.onnx..", "ai.onnxruntime..")
        : Stream.of(name + "..");
  }

  @Test
  void noPackagesDependOnEachOtherInACircle() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> unmarked =
        PRODUCT.stream()
            .map(type -> type.getPackage())
            .filter(found -> !found.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .collect(Collectors.toSet());

    assertThat(unmarked).isEmpty();
  }
}
