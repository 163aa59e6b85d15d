package io.rlscaler.operator.cluster;

/** What a scaler scales: an object with a scale subresource, by its coordinates. */
public record Target(String namespace, String apiVersion, String kind, String name) {
  @Override
  public String toString() {
    return kind + " " + namespace + "/" + name + " (" + apiVersion + ")";
  }
}
