package io.rlscaler.integration;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How an operator is started.
 *
 * @param kubeconfig the API server, or a proxy in front of it, and the service account
 * @param identity name of the pod that it takes itself for, unique among its replicas
 * @param program main class and class path of the operator
 * @param environment variables beside those that follow from the other settings
 * @param systemProperties of its JVM
 */
public record OperatorSettings(
    Path kubeconfig,
    String identity,
    Program program,
    Map<String, String> environment,
    Map<String, String> systemProperties) {

  private static final String NAMESPACE_VARIABLE = "RLSCALER_NAMESPACE";
  private static final String KILL_SWITCH_VARIABLE = "RLSCALER_KILL_SWITCH_FILE";

  /**
   * What runs.
   *
   * @param mainClass name of the class
   * @param classPath as the JVM takes it
   */
  public record Program(String mainClass, String classPath) {

    /**
     * The operator of this work tree, as its build left it.
     *
     * @throws IllegalStateException when it has not been built
     */
    public static Program operator() {
      Path classes = WorkTree.resolve("operator/target/classes");
      Path libraries = WorkTree.resolve("operator/target/lib");
      if (!Files.isDirectory(classes) || !Files.isDirectory(libraries)) {
        throw new IllegalStateException(
            "the operator has not been built: expected " + classes + " and " + libraries);
      }
      return new Program(
          "io.rlscaler.operator.OperatorMain", classes + File.pathSeparator + libraries + "/*");
    }
  }

  public OperatorSettings {
    environment = Map.copyOf(environment);
    systemProperties = Map.copyOf(systemProperties);
  }

  /** The operator of this work tree in the namespace of its installation. */
  public static OperatorSettings of(Path kubeconfig, String identity) {
    return of(kubeconfig, identity, Program.operator());
  }

  /** Another program that is started like the operator. */
  public static OperatorSettings of(Path kubeconfig, String identity, Program program) {
    return new OperatorSettings(kubeconfig, identity, program, Map.of(), Map.of())
        .withEnvironment(NAMESPACE_VARIABLE, Installation.NAMESPACE);
  }

  /** Returns these settings with a further environment variable. */
  public OperatorSettings withEnvironment(String name, String value) {
    return new OperatorSettings(
        kubeconfig, identity, program, with(environment, name, value), systemProperties);
  }

  /** Returns these settings with a further system property. */
  public OperatorSettings withSystemProperty(String name, String value) {
    return new OperatorSettings(
        kubeconfig, identity, program, environment, with(systemProperties, name, value));
  }

  /** Returns these settings with the kill switch of the whole operator in a file. */
  public OperatorSettings withKillSwitchFile(Path file) {
    return withEnvironment(KILL_SWITCH_VARIABLE, file.toString());
  }

  /** Returns these settings with an ONNX Runtime that cannot be loaded. */
  public OperatorSettings withoutOnnxRuntime() {
    return withSystemProperty("onnxruntime.native.path", "/nonexistent");
  }

  /** The command line of the JVM that runs the tests. */
  List<String> command() {
    List<String> properties =
        systemProperties.entrySet().stream()
            .map(property -> "-D" + property.getKey() + "=" + property.getValue())
            .sorted()
            .toList();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(properties);
    command.addAll(List.of("-cp", program.classPath(), program.mainClass()));
    return command;
  }

  /** All environment variables of an operator that listens on a port of the loopback address. */
  Map<String, String> environment(int port) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("KUBECONFIG", kubeconfig.toString());
    all.put("RLSCALER_POD_NAME", identity);
    all.put("RLSCALER_HTTP_ADDRESS", "127.0.0.1");
    all.put("RLSCALER_HTTP_PORT", Integer.toString(port));
    return all;
  }

  private static Map<String, String> with(Map<String, String> map, String name, String value) {
    Map<String, String> further = new HashMap<>(map);
    further.put(name, value);
    return further;
  }
}
