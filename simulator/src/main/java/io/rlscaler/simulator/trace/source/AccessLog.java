package io.rlscaler.simulator.trace.source;

import io.rlscaler.simulator.trace.Trace;
import java.time.Duration;

/**
 * What an access log says about traffic.
 *
 * @param trace requests/s per step; its start is the time since 1970. The first and the last step
 *     may be covered in part only
 * @param requests lines that were counted
 * @param skippedLines lines that could not be understood and were left out
 * @param longestSilence the longest stretch of whole steps without a line between two lines
 */
public record AccessLog(Trace trace, long requests, long skippedLines, Duration longestSilence) {}
