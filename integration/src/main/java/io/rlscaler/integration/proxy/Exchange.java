package io.rlscaler.integration.proxy;

import java.util.OptionalInt;

/**
 * A request on its way, as a hook sees it.
 *
 * @param method such as GET
 * @param target path and query as sent
 * @param number counts the requests that matched the rule of the hook, from 1
 * @param status of the API server's answer; empty before the request was forwarded
 */
public record Exchange(String method, String target, int number, OptionalInt status) {

  Exchange answered(int code) {
    return new Exchange(method, target, number, OptionalInt.of(code));
  }
}
