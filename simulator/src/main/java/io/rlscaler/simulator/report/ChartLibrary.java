package io.rlscaler.simulator.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * The charting library of the report pages (Chart.js, MIT), taken from its package so that a page
 * needs nothing from outside.
 *
 * @param version of the library
 * @param script its code, safe inside a script element
 * @param licence its licence text
 */
record ChartLibrary(String version, String script, String licence) {
  private static final String PROPERTIES =
      "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";

  static ChartLibrary load() {
    Properties properties = new Properties();
    try (InputStream in = open(PROPERTIES)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String version = properties.getProperty("version");
    String root = "/META-INF/resources/webjars/chart.js/" + version + "/";
    // the map is for debuggers only, who would otherwise look for it beside the page
    String script =
        read(root + "dist/chart.umd.js").replaceAll("(?m)^//# sourceMappingURL=.*$", "");
    return new ChartLibrary(
        version, script.replace("</script", "<\\/script"), read(root + "LICENSE.md"));
  }

  private static InputStream open(String resource) {
    InputStream in = ChartLibrary.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException("the class path lacks " + resource);
    }
    return in;
  }

  /** The text of a resource. */
  static String read(String resource) {
    try (InputStream in = open(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
