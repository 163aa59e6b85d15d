package io.rlscaler.integration.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Where the body of an HTTP/1.1 message ends (RFC 9112, section 6.3). Bytes are passed on as they
 * arrive, with their framing.
 *
 * @param framing how the end is known
 * @param length in bytes, for {@link Framing#LENGTH}
 */
record HttpBody(Framing framing, long length) {
  private static final int BUFFER = 16 * 1024;

  /** How the end of a body is known. */
  enum Framing {
    LENGTH,
    CHUNKED,
    CONNECTION_END
  }

  /** The body of a request. */
  static HttpBody ofRequest(HttpHead request) throws IOException {
    return framed(request, new HttpBody(Framing.LENGTH, 0));
  }

  /** The body of a response to a request of some method. */
  static HttpBody ofResponse(String method, HttpHead response) throws IOException {
    int status = response.status();
    if (method.equals("HEAD") || status < 200 || status == 204 || status == 304) {
      return new HttpBody(Framing.LENGTH, 0);
    }
    return framed(response, new HttpBody(Framing.CONNECTION_END, 0));
  }

  private static HttpBody framed(HttpHead head, HttpBody otherwise) throws IOException {
    if (head.value("transfer-encoding").filter(value -> value.endsWith("chunked")).isPresent()) {
      return new HttpBody(Framing.CHUNKED, 0);
    }
    try {
      return head.value("content-length")
          .map(value -> new HttpBody(Framing.LENGTH, Long.parseLong(value)))
          .orElse(otherwise);
    } catch (NumberFormatException e) {
      throw new IOException("not a length: " + head.value("content-length"), e);
    }
  }

  /** Passes the whole body on. */
  void copy(InputStream in, OutputStream out) throws IOException {
    switch (framing) {
      case LENGTH -> copy(in, out, length);
      case CHUNKED -> copyChunks(in, out);
      case CONNECTION_END -> copyAll(in, out);
    }
  }

  /** Passes everything on until the end of the connection. */
  static void copyAll(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      out.write(buffer, 0, read);
    }
  }

  private static void copy(InputStream in, OutputStream out, long length) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long left = length;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(left, BUFFER));
      if (read < 0) {
        throw new EOFException("connection ended " + left + " bytes before the end of a body");
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  private static void copyChunks(InputStream in, OutputStream out) throws IOException {
    long size = copyChunkSize(in, out);
    while (size > 0) {
      // with the line end behind it
      copy(in, out, size + 2);
      size = copyChunkSize(in, out);
    }
    String trailer;
    do {
      trailer = HttpHead.readLine(in);
      writeLine(out, trailer);
    } while (!trailer.isEmpty());
  }

  private static long copyChunkSize(InputStream in, OutputStream out) throws IOException {
    String line = HttpHead.readLine(in);
    writeLine(out, line);
    try {
      return Long.parseLong(line.split(";", 2)[0].strip(), 16);
    } catch (NumberFormatException e) {
      throw new IOException("not the size of a chunk: " + line, e);
    }
  }

  private static void writeLine(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }
}
