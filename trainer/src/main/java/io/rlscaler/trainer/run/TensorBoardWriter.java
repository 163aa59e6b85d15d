package io.rlscaler.trainer.run;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Writes scalars as an event file of TensorBoard: records of length, masked CRC32C of the length,
 * payload, and masked CRC32C of the payload, all little-endian; the payload is the protobuf message
 * {@code tensorflow.Event}.
 *
 * <p>A resumed run writes a further file; its first event tells TensorBoard to forget what the
 * earlier files say about steps that are done again.
 */
public final class TensorBoardWriter implements Closeable {
  private static final String VERSION = "brain.Event:2";

  // field numbers of tensorflow/core/util/event.proto
  private static final int EVENT_WALL_TIME = 1;
  private static final int EVENT_STEP = 2;
  private static final int EVENT_FILE_VERSION = 3;
  private static final int EVENT_SUMMARY = 5;
  private static final int EVENT_SESSION_LOG = 7;
  private static final int SESSION_STATUS = 1;
  private static final int SESSION_START = 1;

  // field numbers of tensorflow/core/framework/summary.proto
  private static final int SUMMARY_VALUE = 1;
  private static final int VALUE_TAG = 1;
  private static final int VALUE_SIMPLE = 2;

  /** Added to a rotated CRC so that a CRC over data with CRCs in it stays useful. */
  private static final int MASK_DELTA = 0xa282ead8;

  private static final int MASK_ROTATION = 15;

  private final InstantSource clock;
  private final FileChannel channel;

  private TensorBoardWriter(InstantSource clock, FileChannel channel) {
    this.clock = clock;
    this.channel = channel;
  }

  /**
   * Begins an event file for the steps from {@code firstStep} on.
   *
   * @param directory where it goes; created when missing
   * @throws IOException if it cannot be written
   */
  public static TensorBoardWriter open(Path directory, long firstStep, InstantSource clock)
      throws IOException {
    Files.createDirectories(directory);
    TensorBoardWriter writer = new TensorBoardWriter(clock, create(directory, clock.instant()));
    writer.event(0, event -> event.writeString(EVENT_FILE_VERSION, VERSION));
    byte[] start = message(log -> log.writeEnum(SESSION_STATUS, SESSION_START));
    writer.event(firstStep, event -> event.writeByteArray(EVENT_SESSION_LOG, start));
    return writer;
  }

  /** The name sorts by time, in which order TensorBoard reads, also within one second. */
  private static FileChannel create(Path directory, Instant now) throws IOException {
    int serial = 0;
    Path file;
    do {
      file =
          directory.resolve(
              String.format(
                  Locale.ROOT,
                  "events.out.tfevents.%010d.rlscaler.%03d",
                  now.getEpochSecond(),
                  serial));
      serial++;
    } while (Files.exists(file));
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /**
   * Adds the scalars of one step.
   *
   * @param scalars by tag; what stands before a slash groups the charts
   * @throws IOException if they cannot be written
   */
  public void add(long step, Map<String, Double> scalars) throws IOException {
    byte[] summary =
        message(
            out -> {
              for (Map.Entry<String, Double> scalar : scalars.entrySet()) {
                out.writeByteArray(
                    SUMMARY_VALUE, value(scalar.getKey(), scalar.getValue().floatValue()));
              }
            });
    event(step, event -> event.writeByteArray(EVENT_SUMMARY, summary));
  }

  private static byte[] value(String tag, float value) throws IOException {
    return message(
        out -> {
          out.writeString(VALUE_TAG, tag);
          out.writeFloat(VALUE_SIMPLE, value);
        });
  }

  private void event(long step, Fields content) throws IOException {
    Instant now = clock.instant();
    double wallTime = now.getEpochSecond() + now.getNano() / 1e9;
    byte[] payload =
        message(
            event -> {
              event.writeDouble(EVENT_WALL_TIME, wallTime);
              event.writeInt64(EVENT_STEP, step);
              content.writeTo(event);
            });
    ByteBuffer record = record(payload);
    while (record.hasRemaining()) {
      channel.write(record);
    }
  }

  private static ByteBuffer record(byte[] payload) {
    ByteBuffer record =
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES + payload.length + Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(payload.length);
    record.putInt(maskedCrc(record.array(), Long.BYTES));
    record.put(payload);
    record.putInt(maskedCrc(payload, payload.length));
    return record.flip();
  }

  private static int maskedCrc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return Integer.rotateRight((int) crc.getValue(), MASK_ROTATION) + MASK_DELTA;
  }

  private static byte[] message(Fields fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    fields.writeTo(out);
    out.flush();
    return bytes.toByteArray();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Fields of a protobuf message. */
  private interface Fields {
    void writeTo(CodedOutputStream out) throws IOException;
  }
}
