package io.rlscaler.operator.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.rlscaler.engine.WorkloadId;
import io.rlscaler.operator.explain.TokenAuthorizer.Access;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CachedTokenAuthorizerTest {
  private static final WorkloadId CHECKOUT = new WorkloadId("shop", "checkout");

  private final List<String> asked = new ArrayList<>();
  private Instant now = Examples.TIME;
  private Access answer = Access.ALLOWED;
  private final TokenAuthorizer cached = new CachedTokenAuthorizer(this::ask, () -> now);

  private Access ask(String token, WorkloadId scaler) {
    asked.add(token + " " + scaler);
    return answer;
  }

  @Test
  void remembersAnAnswerForThirtySeconds() {
    cached.check("a", CHECKOUT);
    answer = Access.FORBIDDEN;
    now = now.plusMillis(29_999);
    Access before = cached.check("a", CHECKOUT);
    now = now.plusMillis(1);
    Access after = cached.check("a", CHECKOUT);

    assertThat(List.of(before, after)).containsExactly(Access.ALLOWED, Access.FORBIDDEN);
  }

  @Test
  void remembersARefusalToo() {
    answer = Access.UNAUTHENTICATED;
    cached.check("a", CHECKOUT);

    assertThat(cached.check("a", CHECKOUT)).isEqualTo(Access.UNAUTHENTICATED);
    assertThat(asked).containsExactly("a shop/checkout");
  }

  @Test
  void asksAgainWhenThereWasNoAnswer() {
    answer = Access.UNAVAILABLE;
    cached.check("a", CHECKOUT);
    answer = Access.ALLOWED;

    assertThat(cached.check("a", CHECKOUT)).isEqualTo(Access.ALLOWED);
  }

  @Test
  void anAnswerIsForOneTokenAndOneScaler() {
    cached.check("a", CHECKOUT);
    cached.check("b", CHECKOUT);
    cached.check("a", new WorkloadId("shop", "search"));

    assertThat(asked).containsExactly("a shop/checkout", "b shop/checkout", "a shop/search");
  }

  @Test
  void forgetsWhatWasAskedLongestAgoWhenFull() {
    cached.check("first", CHECKOUT);
    for (int i = 0; i < CachedTokenAuthorizer.MOST_ANSWERS; i++) {
      cached.check("other" + i, CHECKOUT);
    }
    cached.check("first", CHECKOUT);

    assertThat(asked.stream().filter("first shop/checkout"::equals)).hasSize(2);
  }
}
