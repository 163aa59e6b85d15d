package io.rlscaler.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How to read the signals of workloads.
 *
 * @param prometheus the server to ask
 * @param period how often its workloads are decided on, 1 s to 60 s, as {@link KubernetesDuration}
 * @param maxAge the age at which a value no longer counts, as {@link KubernetesDuration}
 * @param absentMeansZero whether a series that a complete answer lacks is 0
 * @param allowedNamespaces the namespaces whose scalers may use this source; absent: all
 * @param labels the labels of the results that tell workloads apart
 * @param signals the queries
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "!self.period.matches("
            + Cel.DURATION
            + ") || !self.maxAge.matches("
            + Cel.DURATION
            + ") || duration(self.period) <= duration(self.maxAge)",
    message = "maxAge must not be shorter than period")
public record MetricSourceSpec(
    @Required @JsonPropertyDescription("The server to ask.") Prometheus prometheus,
    @Default(DEFAULT_PERIOD)
        @Size(max = Cel.SHORT)
        @ValidationRule(
            value =
                Cel.IS_DURATION
                    + " && duration(self) >= duration('1s') && duration(self) <= duration('60s')",
            message = "period must be a duration from 1s to 60s, for example 15s")
        @JsonPropertyDescription("How often the workloads of this source are decided on.")
        String period,
    @Default(DEFAULT_MAX_AGE)
        @Size(max = Cel.SHORT)
        @ValidationRule(
            value =
                Cel.IS_DURATION
                    + " && duration(self) >= duration('1s') && duration(self) <= duration('1h')",
            message = "maxAge must be a duration from 1s to 1h, for example 90s")
        @JsonPropertyDescription("The age at which a value no longer counts.")
        String maxAge,
    @Default("false")
        @JsonPropertyDescription("Whether a series that a complete answer lacks is 0.")
        Boolean absentMeansZero,
    @JsonPropertyDescription("The namespaces whose scalers may use this source; all if left out.")
        @Nullable AllowedNamespaces allowedNamespaces,
    @Default("{}") @JsonPropertyDescription("The labels of the results that tell workloads apart.")
        Labels labels,
    @Required @JsonPropertyDescription("The queries.") Signals signals) {
  private static final String DEFAULT_PERIOD = "15s";
  private static final String DEFAULT_MAX_AGE = "90s";

  /** Fills in the defaults of the schema. */
  public MetricSourceSpec {
    period = Objects.requireNonNullElse(period, DEFAULT_PERIOD);
    maxAge = Objects.requireNonNullElse(maxAge, DEFAULT_MAX_AGE);
    absentMeansZero = Objects.requireNonNullElse(absentMeansZero, false);
    labels = Objects.requireNonNullElse(labels, Labels.DEFAULTS);
  }

  /**
   * A Prometheus server.
   *
   * @param url its address, without credentials
   * @param timeout how long to wait for an answer, as {@link KubernetesDuration}
   * @param maxResponse the largest answer to read, a Kubernetes quantity of bytes
   * @param auth how to authenticate; absent: not at all
   * @param caRef the certificate authority to trust; absent: those of the system
   * @param allowLoopback whether the address may be one of the operator's own pod
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Prometheus(
      @Required
          @Size(min = 1, max = 1024)
          @ValidationRule(
              value = "!self.matches('^[^/]*//[^/]*@')",
              message = "url must not contain credentials; use auth")
          @ValidationRule(
              value = "self.matches('^https?://[^/?#]+(/[^?#]*)?$') && isURL(self)",
              message =
                  "url must be http or https with a host and without query or fragment, for"
                      + " example https://prometheus.monitoring:9090")
          @JsonPropertyDescription("The address, such as https://prometheus.monitoring:9090.")
          String url,
      @Default(DEFAULT_TIMEOUT)
          @Size(max = Cel.SHORT)
          @ValidationRule(
              value =
                  Cel.IS_DURATION
                      + " && duration(self) >= duration('100ms')"
                      + " && duration(self) <= duration('60s')",
              message = "timeout must be a duration from 100ms to 60s, for example 5s")
          @JsonPropertyDescription("How long to wait for an answer.")
          String timeout,
      @Default(DEFAULT_MAX_RESPONSE)
          @Size(max = Cel.SHORT)
          @ValidationRule(
              value =
                  "isQuantity(self) && quantity(self).compareTo(quantity('64Ki')) >= 0"
                      + " && quantity(self).compareTo(quantity('1Gi')) <= 0",
              message = "maxResponse must be a quantity from 64Ki to 1Gi, for example 32Mi")
          @JsonPropertyDescription("The largest answer to read.")
          String maxResponse,
      @JsonPropertyDescription("How to authenticate.") @Nullable Auth auth,
      @JsonPropertyDescription("The certificate authority to trust instead of the system's.")
          @Nullable CaRef caRef,
      @Default("false")
          @JsonPropertyDescription("Whether the address may be one of the operator's own pod.")
          Boolean allowLoopback) {
    private static final String DEFAULT_TIMEOUT = "5s";
    private static final String DEFAULT_MAX_RESPONSE = "32Mi";

    /** Fills in the defaults of the schema. */
    public Prometheus {
      timeout = Objects.requireNonNullElse(timeout, DEFAULT_TIMEOUT);
      maxResponse = Objects.requireNonNullElse(maxResponse, DEFAULT_MAX_RESPONSE);
      allowLoopback = Objects.requireNonNullElse(allowLoopback, false);
    }
  }

  /**
   * How to authenticate: exactly one way is given.
   *
   * @param bearer with a token
   * @param basic with a user name and a password
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  @ValidationRule(
      value = "has(self.bearer) != has(self.basic)",
      message = "auth needs exactly one of bearer and basic")
  public record Auth(@Nullable Bearer bearer, @Nullable Basic basic) {}

  /**
   * Authentication with a token.
   *
   * @param secretRef where the token is
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Bearer(@Required TokenRef secretRef) {}

  /**
   * A token in a Secret of the operator's namespace.
   *
   * @param name the Secret's name
   * @param key the entry that holds the token
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record TokenRef(
      @Required @Size(min = 1, max = Cel.NAME) @Pattern(Cel.SUBDOMAIN) String name,
      @Required @Size(min = 1, max = Cel.NAME) @Pattern(Cel.DATA_KEY) String key) {}

  /**
   * Authentication with a user name and a password.
   *
   * @param secretRef where both are
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Basic(@Required UserRef secretRef) {}

  /**
   * A user name and a password in a Secret of the operator's namespace; the keys are by default
   * those of the type {@code kubernetes.io/basic-auth}.
   *
   * @param name the Secret's name
   * @param usernameKey the entry that holds the user name
   * @param passwordKey the entry that holds the password
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record UserRef(
      @Required @Size(min = 1, max = Cel.NAME) @Pattern(Cel.SUBDOMAIN) String name,
      @Default(DEFAULT_USERNAME_KEY) @Size(min = 1, max = Cel.NAME) @Pattern(Cel.DATA_KEY)
          String usernameKey,
      @Default(DEFAULT_PASSWORD_KEY) @Size(min = 1, max = Cel.NAME) @Pattern(Cel.DATA_KEY)
          String passwordKey) {
    private static final String DEFAULT_USERNAME_KEY = "username";
    private static final String DEFAULT_PASSWORD_KEY = "password";

    /** Fills in the defaults of the schema. */
    public UserRef {
      usernameKey = Objects.requireNonNullElse(usernameKey, DEFAULT_USERNAME_KEY);
      passwordKey = Objects.requireNonNullElse(passwordKey, DEFAULT_PASSWORD_KEY);
    }
  }

  /**
   * A certificate authority.
   *
   * @param configMap where its certificates are
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record CaRef(@Required ConfigMapKey configMap) {}

  /**
   * An entry of a ConfigMap of the operator's namespace.
   *
   * @param name the ConfigMap's name
   * @param key the entry
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ConfigMapKey(
      @Required @Size(min = 1, max = Cel.NAME) @Pattern(Cel.SUBDOMAIN) String name,
      @Required @Size(min = 1, max = Cel.NAME) @Pattern(Cel.DATA_KEY) String key) {}

  /**
   * The namespaces whose scalers may use a source.
   *
   * @param matchLabels the labels that such a namespace has, all of them
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record AllowedNamespaces(
      @Required @Size(min = 1, max = 16) Map<String, @Size(max = 63) String> matchLabels) {

    /** Copies the labels in the order of their names. */
    public AllowedNamespaces {
      matchLabels = Collections.unmodifiableMap(new TreeMap<>(matchLabels));
    }
  }

  /**
   * The labels of the results that tell workloads apart.
   *
   * @param namespace the label that holds the namespace
   * @param workload the label that holds the workload's name
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  @ValidationRule(
      value = "self.namespace != self.workload",
      message = "labels must name two different labels")
  public record Labels(
      @Default(DEFAULT_NAMESPACE) @Size(min = 1, max = 128) @Pattern(Cel.LABEL_NAME)
          String namespace,
      @Default(DEFAULT_WORKLOAD) @Size(min = 1, max = 128) @Pattern(Cel.LABEL_NAME)
          String workload) {
    private static final String DEFAULT_NAMESPACE = "namespace";
    private static final String DEFAULT_WORKLOAD = "workload";

    /** What holds for a source that says nothing about its labels. */
    public static final Labels DEFAULTS = new Labels(DEFAULT_NAMESPACE, DEFAULT_WORKLOAD);

    /** Fills in the defaults of the schema. */
    public Labels {
      namespace = Objects.requireNonNullElse(namespace, DEFAULT_NAMESPACE);
      workload = Objects.requireNonNullElse(workload, DEFAULT_WORKLOAD);
    }
  }

  /**
   * The queries, one for each signal.
   *
   * @param arrivalRate requests per second
   * @param goodRatio the share of requests answered well and in time, from 0 to 1
   * @param utilization the busy share of the ready capacity
   * @param inFlight requests being served
   * @param queueLength requests waiting
   * @param readyReplicas replicas that are ready, for kinds that the operator cannot watch
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Signals(
      @Required @JsonPropertyDescription("Requests per second.") Signal arrivalRate,
      @JsonPropertyDescription("The share of requests answered well and in time, from 0 to 1.")
          @Nullable Signal goodRatio,
      @JsonPropertyDescription("The busy share of the ready capacity.")
          @Nullable Signal utilization,
      @JsonPropertyDescription("Requests being served.") @Nullable Signal inFlight,
      @JsonPropertyDescription("Requests waiting.") @Nullable Signal queueLength,
      @JsonPropertyDescription("Replicas that are ready, for kinds that cannot be watched.")
          @Nullable Signal readyReplicas) {}

  /**
   * A signal of all workloads of a source.
   *
   * @param query the query in PromQL, in which {@code $window} and {@code $latency} are filled in
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Signal(
      @Required
          @Size(min = 1, max = 4096)
          @JsonPropertyDescription("PromQL, in which $window and $latency are filled in.")
          String query) {}
}
