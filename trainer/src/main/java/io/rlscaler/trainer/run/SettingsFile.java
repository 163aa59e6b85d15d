package io.rlscaler.trainer.run;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** A YAML file of settings in nested sections, each with the line that it stands in. */
final class SettingsFile {
  private static final int LONGEST_QUOTE = 80;

  private final String name;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /**
   * What stands at one path.
   *
   * @param line counted from 1
   * @param texts the one text, or those of the list; none for an empty value and a section
   */
  record Entry(int line, Shape shape, List<String> texts) {
    /** As it is quoted in messages. */
    String text() {
      return switch (shape) {
        case VALUE -> texts.isEmpty() ? "nothing" : "\"" + texts.get(0) + "\"";
        case LIST -> "the list " + texts;
        case SECTION -> "a section";
      };
    }
  }

  /** What can stand at a path. */
  enum Shape {
    VALUE,
    LIST,
    SECTION
  }

  private SettingsFile(String name) {
    this.name = name;
  }

  /** A file without any setting. */
  static SettingsFile empty() {
    return new SettingsFile("defaults");
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException naming file and line if it is no YAML of nested sections
   * @throws IOException if it cannot be read
   */
  static SettingsFile read(Path file) throws IOException {
    SettingsFile settings = new SettingsFile(file.toString());
    String text;
    try {
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + ": found other bytes, expected UTF-8", e);
    }
    try (YAMLParser parser = new YAMLFactory().createParser(text)) {
      settings.document(parser);
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      String reason = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
      throw new IllegalArgumentException(file + ", line " + line + ": not YAML: " + reason, e);
    }
    return settings;
  }

  private void document(YAMLParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null || first == JsonToken.VALUE_NULL) {
      return;
    }
    if (first != JsonToken.START_OBJECT) {
      throw at(line(parser), "found no section, expected names and values as \"seed: 1\"");
    }
    section(parser, "");
    if (parser.nextToken() != null) {
      throw at(line(parser), "found a second document, expected one");
    }
  }

  private void section(YAMLParser parser, String prefix) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String path = prefix + parser.currentName();
      int line = line(parser);
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_OBJECT) {
        put(path, new Entry(line, Shape.SECTION, List.of()));
        section(parser, path + ".");
      } else {
        put(path, value == JsonToken.START_ARRAY ? list(parser, path, line) : scalar(parser, line));
      }
    }
  }

  private void put(String path, Entry entry) {
    Entry before = entries.putIfAbsent(path, entry);
    if (before != null) {
      throw at(entry.line(), path + ": found it also in line " + before.line() + ", expected once");
    }
  }

  private Entry list(YAMLParser parser, String path, int line) throws IOException {
    List<String> texts = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (!parser.currentToken().isScalarValue()) {
        throw at(line(parser), path + ": found a list or section in it, expected single values");
      }
      texts.add(quotable(parser.getText()));
    }
    return new Entry(line, Shape.LIST, List.copyOf(texts));
  }

  private static Entry scalar(YAMLParser parser, int line) throws IOException {
    boolean none = parser.currentToken() == JsonToken.VALUE_NULL;
    return new Entry(line, Shape.VALUE, none ? List.of() : List.of(quotable(parser.getText())));
  }

  private static String quotable(String text) {
    String cut = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "..." : text;
    return cut.replaceAll("\\p{Cntrl}", "?");
  }

  private static int line(YAMLParser parser) {
    return Math.max(1, parser.currentTokenLocation().getLineNr());
  }

  /** What stands at a path, if anything does. */
  Optional<Entry> entry(String path) {
    return Optional.ofNullable(entries.get(path));
  }

  /** Refuses names that are neither a setting nor a section around one. */
  void requireKnown(Collection<Setting<?>> settings) {
    for (Map.Entry<String, Entry> named : entries.entrySet()) {
      String path = named.getKey();
      Entry entry = named.getValue();
      Optional<Setting<?>> known =
          settings.stream().filter(setting -> setting.path().equals(path)).findFirst();
      if (settings.stream().anyMatch(setting -> setting.path().startsWith(path + "."))) {
        requireSection(path, entry, settings);
      } else if (known.isEmpty()) {
        String parent = path.substring(0, path.lastIndexOf('.') + 1);
        throw at(
            entry.line(),
            path + ": found an unknown name, expected one of " + names(settings, parent));
      } else if (entry.shape() == Shape.SECTION) {
        throw refusal(path, entry.text(), known.get().kind().expected());
      }
    }
  }

  private void requireSection(String path, Entry entry, Collection<Setting<?>> settings) {
    // a section whose lines are all comments is an empty value
    if (entry.shape() == Shape.LIST || !entry.texts().isEmpty()) {
      throw refusal(path, entry.text(), "a section with " + names(settings, path + "."));
    }
  }

  private static String names(Collection<Setting<?>> settings, String prefix) {
    TreeSet<String> names = new TreeSet<>();
    for (Setting<?> setting : settings) {
      if (setting.path().startsWith(prefix)) {
        String rest = setting.path().substring(prefix.length());
        int end = rest.indexOf('.');
        names.add(end < 0 ? rest : rest.substring(0, end));
      }
    }
    return String.join(", ", names);
  }

  /** What is wrong with the value at a path. */
  IllegalArgumentException refusal(String path, String found, String expected) {
    String message = path + ": found " + found + ", expected " + expected;
    Entry entry = entries.get(path);
    return entry == null
        ? new IllegalArgumentException(name + ": " + message)
        : at(entry.line(), message);
  }

  private IllegalArgumentException at(int line, String message) {
    return new IllegalArgumentException(name + ", line " + line + ": " + message);
  }
}
