package io.rlscaler.operator.explain;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.rlscaler.engine.WorkloadId;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the API server: a TokenReview for who it is, a SubjectAccessReview for whether they may
 * {@code get} {@code rlscalers/explain} of group {@code rlscaler.io} with that name.
 *
 * <p>Needs {@code create} on {@code tokenreviews} and {@code subjectaccessreviews}. The token goes
 * to the API server only, and into no log.
 */
public final class KubernetesTokenAuthorizer implements TokenAuthorizer {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesTokenAuthorizer.class);

  private final KubernetesClient client;

  /** An authorizer that asks through this client; the client's request timeout bounds each call. */
  public KubernetesTokenAuthorizer(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Access check(String token, WorkloadId scaler) {
    try {
      Optional<UserInfo> user = authenticate(token);
      if (user.isEmpty()) {
        return Access.UNAUTHENTICATED;
      }
      return isAllowed(user.get(), scaler) ? Access.ALLOWED : Access.FORBIDDEN;
    } catch (KubernetesClientException e) {
      LOG.warn("Cannot check access to the explanation of {}: {}", scaler, e.getMessage());
      return Access.UNAVAILABLE;
    }
  }

  private Optional<UserInfo> authenticate(String token) {
    TokenReview asked = new TokenReviewBuilder().withNewSpec().withToken(token).endSpec().build();
    return Optional.ofNullable(client.tokenReviews().create(asked).getStatus())
        .filter(status -> Boolean.TRUE.equals(status.getAuthenticated()))
        .map(TokenReviewStatus::getUser);
  }

  private boolean isAllowed(UserInfo user, WorkloadId scaler) {
    SubjectAccessReview asked =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(user.getUsername())
            .withUid(user.getUid())
            .withGroups(user.getGroups())
            .withExtra(user.getExtra())
            .withNewResourceAttributes()
            .withVerb("get")
            .withGroup("rlscaler.io")
            .withResource("rlscalers")
            .withSubresource("explain")
            .withNamespace(scaler.namespace())
            .withName(scaler.name())
            .endResourceAttributes()
            .endSpec()
            .build();
    return Optional.ofNullable(
            client.authorization().v1().subjectAccessReview().create(asked).getStatus())
        .map(status -> Boolean.TRUE.equals(status.getAllowed()))
        .orElse(false);
  }
}
