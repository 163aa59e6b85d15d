package io.rlscaler.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardWriterTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.500Z"));
  private static final double WALL_TIME = 1767323045.5;

  private final Path directory;

  TensorBoardWriterTest(@TempDir Path directory) {
    this.directory = directory;
  }

  /** What an event says: texts of its fields in order, a nested message in braces. */
  private static List<String> events(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<String> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[Long.BYTES];
      bytes.duplicate().get(length);
      long size = bytes.getLong();
      assertThat(bytes.getInt()).isEqualTo(masked(length));
      byte[] payload = new byte[Math.toIntExact(size)];
      bytes.get(payload);
      assertThat(bytes.getInt()).isEqualTo(masked(payload));
      events.add(fields(payload));
    }
    return events;
  }

  /** ((crc >> 15) | (crc << 17)) + 0xa282ead8, as the format's description has it. */
  private static int masked(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    long value = crc.getValue();
    return (int) (((value >>> 15) | (value << 17)) + 0xa282ead8L);
  }

  private static String fields(byte[] message) throws IOException {
    StringBuilder text = new StringBuilder();
    CodedInputStream in = CodedInputStream.newInstance(message);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      text.append(text.isEmpty() ? "" : " ").append(WireFormat.getTagFieldNumber(tag)).append(':');
      switch (WireFormat.getTagWireType(tag)) {
        case WireFormat.WIRETYPE_FIXED64 -> text.append(in.readDouble());
        case WireFormat.WIRETYPE_FIXED32 -> text.append(in.readFloat());
        case WireFormat.WIRETYPE_VARINT -> text.append(in.readInt64());
        default -> text.append(nested(in.readByteArray()));
      }
    }
    return text.toString();
  }

  private static String nested(byte[] bytes) throws IOException {
    // the first byte of a text is a letter here, that of a message a small field number
    return bytes[0] >= 'a' ? new String(bytes, StandardCharsets.UTF_8) : "{" + fields(bytes) + "}";
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  @Test
  void anEventFileHoldsVersionStartAndScalarsWithTheirChecksums() throws IOException {
    Map<String, Double> scalars = new LinkedHashMap<>();
    scalars.put("train/kl", 0.25);
    scalars.put("train/entropy", 2.5);
    try (TensorBoardWriter writer = TensorBoardWriter.open(directory, 1, CLOCK)) {
      writer.add(1, scalars);
      writer.add(300, Map.of("train/kl", -1.0));
    }

    assertThat(files())
        .extracting(file -> file.getFileName().toString())
        .containsExactly("events.out.tfevents.1767323045.rlscaler.000");
    String begin = "1:" + WALL_TIME + " ";
    assertThat(events(files().get(0)))
        .containsExactly(
            begin + "2:0 3:brain.Event:2",
            begin + "2:1 7:{1:1}",
            begin + "2:1 5:{1:{1:train/kl 2:0.25} 1:{1:train/entropy 2:2.5}}",
            begin + "2:300 5:{1:{1:train/kl 2:-1.0}}");
  }

  @Test
  void aResumedRunAddsAFileThatStartsAtItsFirstStep() throws IOException {
    TensorBoardWriter.open(directory, 1, CLOCK).close();
    TensorBoardWriter.open(directory, 42, CLOCK).close();

    assertThat(files()).hasSize(2);
    assertThat(events(files().get(1)).get(1)).isEqualTo("1:" + WALL_TIME + " 2:42 7:{1:1}");
  }
}
