package io.rlscaler.simulator.fitting;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rlscaler.simulator.workload.ServiceModel;
import java.util.Locale;
import java.util.Optional;

/** The document {@code rlscaler.fit/v1} of a fit. What is not known is null. */
public final class FitDocument {
  /** The schema field. */
  public static final String SCHEMA = "rlscaler.fit/v1";

  private FitDocument() {}

  /** The document of a fit. */
  public static ObjectNode of(ServiceFit fit) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("schema", SCHEMA);
    put(document, "capacityPerReplica", fit.capacityPerReplica());
    put(document, "slots", fit.slots());
    put(document, "serviceMeanSeconds", fit.serviceMeanSeconds());
    put(document, "serviceVariation", fit.serviceVariation());
    document.put("routing", fit.routing().map(FitDocument::name).orElse(null));
    ObjectNode startUp = document.putObject("startUpSeconds");
    put(startUp, "median", fit.startUpMedian());
    put(startUp, "p90", fit.startUpP90());
    put(document, "metricLagSeconds", fit.metricLagSeconds());
    document.set("model", fit.model().map(FitDocument::model).orElse(null));
    document.set("error", fit.error().map(FitDocument::error).orElse(null));
    ArrayNode remarks = document.putArray("remarks");
    fit.remarks().forEach(remarks::add);
    document.put("cannotTell", fit.cannotTell().orElse(null));
    return document;
  }

  /** The name of a routing in documents and on the command line. */
  public static String name(ServiceModel.Routing routing) {
    return routing.name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode model(ServiceModel service) {
    ObjectNode model = JsonNodeFactory.instance.objectNode();
    model.put("slots", service.slots());
    model.put("serviceMeanSeconds", service.meanSeconds());
    model.put("serviceVariation", service.variation());
    model.put("routing", name(service.routing()));
    return model;
  }

  private static ObjectNode error(PredictionError error) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("heldOutSeconds", error.seconds());
    ArrayNode shares = node.putArray("violationShares");
    for (PredictionError.Share share : error.shares()) {
      ObjectNode one = shares.addObject();
      one.put("latencySeconds", share.latencySeconds());
      one.put("predicted", share.predicted());
      one.put("observed", share.observed());
      put(one, "difference", Optional.of(share.difference()));
    }
    ArrayNode quantiles = node.putArray("latencyQuantiles");
    for (PredictionError.Quantile quantile : error.quantiles()) {
      ObjectNode one = quantiles.addObject();
      one.put("probability", quantile.probability());
      one.put("predictedSeconds", quantile.predicted());
      one.put("observedSeconds", quantile.observed());
    }
    return node;
  }

  private static void put(ObjectNode node, String field, Optional<Estimate> estimate) {
    if (estimate.isEmpty()) {
      node.putNull(field);
      return;
    }
    ObjectNode value = node.putObject(field);
    value.put("value", estimate.get().value());
    value.putArray("interval").add(estimate.get().low()).add(estimate.get().high());
  }
}
