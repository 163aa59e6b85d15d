package io.rlscaler.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What can be said of deploy/install.yaml without a control plane. */
class InstallManifestTest {
  private static final Path INSTALL = RepositoryFiles.ROOT.resolve("deploy/install.yaml");

  @Test
  void noRuleOfAnyRoleHoldsAnAsterisk() {
    List<GenericKubernetesResource> roles =
        RepositoryFiles.objects(INSTALL).stream()
            .filter(object -> List.of("Role", "ClusterRole").contains(object.getKind()))
            .toList();

    assertThat(roles)
        .extracting(GenericKubernetesResource::getKind)
        .contains("Role", "ClusterRole");
    assertThat(roles)
        .allSatisfy(
            role ->
                assertThat(grants(role))
                    .as(role.getKind() + " " + role.getMetadata().getName())
                    .isNotEmpty()
                    .noneMatch(grant -> grant.contains("*")));
  }

  @Test
  void itIsWhatItsGeneratorWrites() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(RepositoryFiles.ROOT.resolve("deploy/generate").toString(), "--check")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
  }

  /** All API groups, resources, names, verbs and addresses in the rules of a role. */
  private static List<String> grants(GenericKubernetesResource role) {
    List<Map<String, List<String>>> rules = role.get("rules");
    return rules.stream().flatMap(rule -> rule.values().stream()).flatMap(List::stream).toList();
  }
}
