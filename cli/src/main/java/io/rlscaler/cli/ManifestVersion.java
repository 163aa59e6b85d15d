package io.rlscaler.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version in the manifest of the jar. */
final class ManifestVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    Optional<String> version =
        Optional.ofNullable(ManifestVersion.class.getPackage().getImplementationVersion());
    return new String[] {"rlscaler " + version.orElse("(built from classes, without a version)")};
  }
}
