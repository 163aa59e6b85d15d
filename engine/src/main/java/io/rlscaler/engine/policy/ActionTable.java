package io.rlscaler.engine.policy;

import java.util.List;
import java.util.Locale;

/**
 * The action table {@code request.v1}: a policy never names a replica count.
 *
 * <p>Action {@value #FOLLOW_BASELINE} does what the baseline would do now; actions 1 to 13 are
 * headroom levels from -1.5 to 4.5. A level keeps exp(.03 sinh(level)) times the forecast load,
 * from 6 % below it to 3.9 times as much, in steps that are fine near zero.
 */
public final class ActionTable {
  /** Name of this table in a contract. */
  public static final String NAME = "request.v1";

  /** Index of the action that does what the baseline would do. */
  public static final int FOLLOW_BASELINE = 0;

  /** The headroom levels in the order of their actions, which start at 1. */
  public static final List<Double> LEVELS =
      List.of(-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5);

  /** Number of actions. */
  public static final int COUNT = LEVELS.size() + 1;

  private static final double MARGIN_SCALE = 0.03;
  private static final double[] MARGINS =
      LEVELS.stream().mapToDouble(ActionTable::marginOfLevel).toArray();

  private static final double[] FACTORS =
      LEVELS.stream().mapToDouble(level -> Math.exp(marginOfLevel(level))).toArray();

  private ActionTable() {}

  /** The headroom of a level over the forecast [log units]: .03 sinh(level). */
  public static double marginOfLevel(double level) {
    return MARGIN_SCALE * Math.sinh(level);
  }

  /** By how much the headroom grows per level, at a level [log units]: .03 cosh(level). */
  public static double marginSlope(double level) {
    return MARGIN_SCALE * Math.cosh(level);
  }

  /** The headroom of a level action over the forecast [log units]. */
  public static double margin(int action) {
    return MARGINS[action - 1];
  }

  /** What a level action keeps, as a multiple of the forecast load. */
  static double factor(int action) {
    return FACTORS[action - 1];
  }

  /** The level of an action, 0 for {@link #FOLLOW_BASELINE}. */
  public static double level(int action) {
    return action == FOLLOW_BASELINE ? 0 : LEVELS.get(action - 1);
  }

  /** The action of a level. */
  public static int actionOf(double level) {
    int index = LEVELS.indexOf(level);
    if (index < 0) {
      throw new IllegalArgumentException("level: found " + level + ", expected one of " + LEVELS);
    }
    return index + 1;
  }

  /** The action for people, as {@code follow-baseline} or {@code level 1.5 (+6.4 %)}. */
  public static String describe(int action) {
    if (action == FOLLOW_BASELINE) {
      return "follow-baseline";
    }
    double percent = 100 * Math.expm1(margin(action));
    return String.format(Locale.ROOT, "level %.1f (%+.1f %%)", level(action), percent);
  }
}
