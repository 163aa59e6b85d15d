package io.rlscaler.operator.explain;

import io.rlscaler.engine.WorkloadId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers answers for {@value #SECONDS} seconds, of the {@value #MOST_ANSWERS} questions asked
 * last. Keeps digests of tokens, not tokens. Thread-safe.
 */
public final class CachedTokenAuthorizer implements TokenAuthorizer {
  static final int SECONDS = 30;
  static final int MOST_ANSWERS = 1000;

  private final TokenAuthorizer authorizer;
  private final InstantSource clock;
  private final Map<Question, Answer> answers = new LeastRecentlyUsed();

  private record Question(String tokenDigest, WorkloadId scaler) {}

  private record Answer(Access access, Instant until) {}

  private static final class LeastRecentlyUsed extends LinkedHashMap<Question, Answer> {
    private static final long serialVersionUID = 1L;

    LeastRecentlyUsed() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Question, Answer> eldest) {
      return size() > MOST_ANSWERS;
    }
  }

  /** A memory in front of {@code authorizer}. */
  public CachedTokenAuthorizer(TokenAuthorizer authorizer, InstantSource clock) {
    this.authorizer = authorizer;
    this.clock = clock;
  }

  @Override
  public Access check(String token, WorkloadId scaler) {
    Question question = new Question(digest(token), scaler);
    Instant now = clock.instant();
    Optional<Access> remembered = recall(question, now);
    if (remembered.isPresent()) {
      return remembered.get();
    }
    Access access = authorizer.check(token, scaler);
    if (access != Access.UNAVAILABLE) {
      remember(question, new Answer(access, now.plus(Duration.ofSeconds(SECONDS))));
    }
    return access;
  }

  private Optional<Access> recall(Question question, Instant now) {
    synchronized (answers) {
      @Nullable Answer answer = answers.get(question);
      return answer != null && now.isBefore(answer.until())
          ? Optional.of(answer.access())
          : Optional.empty();
    }
  }

  private void remember(Question question, Answer answer) {
    synchronized (answers) {
      answers.put(question, answer);
    }
  }

  private static String digest(String token) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
