package io.rlscaler.prometheus;

import io.rlscaler.prometheus.QueryFailure.Kind;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Refuses hosts that lead to this machine or to its link, where metadata services and
 * unauthenticated ports are.
 *
 * <p>All addresses of a name are checked right before each request. The HTTP client resolves the
 * name again; the JVM's name cache (30 s by default) gives it the same addresses. A deployment that
 * turns this cache off gives that up.
 */
final class AddressGuard {
  /** Name resolution; addresses in literal form resolve to themselves. */
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /**
   * The well-known prefix of addresses that a NAT64 gateway turns into IPv4, 64:ff9b::/96 (RFC
   * 6052).
   */
  private static final byte[] NAT64_PREFIX = {
    0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0
  };

  private final Resolver resolver;
  private final boolean allowLoopback;

  AddressGuard(Resolver resolver, boolean allowLoopback) {
    this.resolver = resolver;
    this.allowLoopback = allowLoopback;
  }

  /**
   * Fails with {@link Kind#REFUSED_ADDRESS} or, for a name without addresses, {@link
   * Kind#CONNECTION}.
   */
  void check(PrometheusEndpoint endpoint) throws QueryFailure {
    InetAddress[] addresses;
    try {
      addresses = resolver.resolve(endpoint.uri().getHost());
    } catch (UnknownHostException unknown) {
      throw new QueryFailure(
          Kind.CONNECTION, "the host of " + endpoint.hostAndPort() + " does not resolve");
    }
    if (!allowLoopback && Arrays.stream(addresses).anyMatch(AddressGuard::isLocal)) {
      throw new QueryFailure(
          Kind.REFUSED_ADDRESS,
          endpoint.hostAndPort()
              + " resolves to a loopback, link-local or unspecified address, which needs allowLoopback");
    }
  }

  /**
   * Whether an address is loopback, link-local or unspecified, also when carried inside an IPv6
   * address.
   */
  static boolean isLocal(InetAddress address) {
    if (address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isAnyLocalAddress()) {
      return true;
    }
    byte[] bytes = address.getAddress();
    if (address instanceof Inet6Address) {
      return carriesIpv4(bytes) && isLocalIpv4(Arrays.copyOfRange(bytes, 12, 16));
    }
    return isLocalIpv4(bytes);
  }

  /** IPv4-compatible (::a.b.c.d) or NAT64; the JDK itself turns IPv4-mapped addresses into IPv4. */
  private static boolean carriesIpv4(byte[] address) {
    return Arrays.equals(address, 0, 12, new byte[12], 0, 12)
        || Arrays.equals(address, 0, 12, NAT64_PREFIX, 0, 12);
  }

  /** 127.0.0.0/8, 169.254.0.0/16, and 0.0.0.0/8, "this host on this network" (RFC 6890). */
  private static boolean isLocalIpv4(byte[] address) {
    int first = address[0] & 0xff;
    return first == 127 || first == 0 || (first == 169 && (address[1] & 0xff) == 254);
  }
}
