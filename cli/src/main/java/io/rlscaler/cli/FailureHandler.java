package io.rlscaler.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns failures into one message on standard error and the documented exit code. */
final class FailureHandler implements IParameterExceptionHandler, IExecutionExceptionHandler {

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine line = failure.getCommandLine();
    PrintWriter err = line.getErr();
    err.println("rlscaler: " + failure.getMessage());
    UnmatchedArgumentException.printSuggestions(failure, err);
    if (failure instanceof MissingParameterException) {
      unknownOptions(line).forEach(option -> err.println("rlscaler: there is no option " + option));
    }
    err.println("Try \"" + line.getCommandSpec().qualifiedName() + " --help\".");
    err.flush();
    return ExitCode.USAGE;
  }

  /** Options that the command lacks: one misspelt makes the right one a missing one. */
  private static List<String> unknownOptions(CommandLine line) {
    return line.getUnmatchedArguments().stream()
        .filter(argument -> argument.startsWith("--"))
        .map(argument -> argument.replaceFirst("=.*", ""))
        .toList();
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine line, ParseResult parseResult) {
    PrintWriter err = line.getErr();
    int code = ExitCode.FAILED;
    if (failure instanceof InputException) {
      err.println("rlscaler: " + failure.getMessage());
      code = ExitCode.USAGE;
    } else if (failure instanceof IOException io) {
      err.println("rlscaler: " + describe(io));
    } else {
      err.println("rlscaler: this is a defect in rlscaler:");
      failure.printStackTrace(err);
    }
    err.flush();
    return code;
  }

  /** An I/O error in words: the exceptions of files carry the bare file name as their message. */
  static String describe(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return failure.getMessage() + ": no such file";
    }
    if (failure instanceof AccessDeniedException) {
      return failure.getMessage() + ": permission denied";
    }
    if (failure instanceof FileSystemException file && file.getReason() == null) {
      return failure.getMessage() + ": " + failure.getClass().getSimpleName();
    }
    return String.valueOf(failure.getMessage());
  }
}
