package io.rlscaler.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** One run of the command line with what it printed. */
record CommandRun(int exit, String out, String err) {
  static CommandRun of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Rlscaler.createCommandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    String[] texts = List.of(arguments).stream().map(String::valueOf).toArray(String[]::new);
    int exit = line.execute(texts);
    return new CommandRun(exit, out.toString(), err.toString());
  }

  JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out);
  }

  List<String> fields() throws IOException {
    return json().properties().stream().map(entry -> entry.getKey()).toList();
  }
}
