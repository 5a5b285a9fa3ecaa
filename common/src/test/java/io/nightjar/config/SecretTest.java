package io.nightjar.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nightjar.run.UserError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
  private static final String CANARY = "hunter2-canary";

  record Sink(Secret password, Optional<Secret> token, int port) {}

  private static Sink bind(String yaml, List<Setting> settings) {
    Problems problems = new Problems(List.of("x.yaml"));
    Binder binder = new Binder(problems);
    Sink sink = binder.bind(Sink.class, Yaml.parse("x.yaml", yaml, problems).orElseThrow());
    problems.throwIfAny();
    settings.addAll(binder.settings());
    return sink;
  }

  @Test
  void isReadFromTheEnvironment() {
    var variable = System.getenv().entrySet().iterator().next();
    assertEquals(variable.getValue(), Secret.of("env:" + variable.getKey()).resolve());
    var e =
        assertThrows(UserError.class, () -> Secret.of("env:NIGHTJAR_NO_SUCH_VARIABLE").resolve());
    assertEquals(
        "Cannot read the secret env:NIGHTJAR_NO_SUCH_VARIABLE: the variable is not set",
        e.getMessage());
  }

  @Test
  void isReadFromAFileWithoutItsLastLineBreak(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("password");
    Secret secret = Secret.of("file:" + file);
    for (String text : List.of(CANARY, CANARY + "\n", CANARY + "\r\n")) {
      Files.writeString(file, text);
      assertEquals(CANARY, secret.resolve());
    }
    Files.writeString(file, " two \n lines\n\n");
    assertEquals(" two \n lines\n", secret.resolve());
    Files.delete(file);
    var e = assertThrows(UserError.class, secret::resolve);
    assertEquals("Cannot read the secret " + secret + ": NoSuchFileException", e.getMessage());
  }

  @Test
  void itsValueStaysOutOfEverythingWritten(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("p"), CANARY);
    List<Setting> settings = new ArrayList<>();
    Sink sink = bind("password: file:%s\nport: 1\n".formatted(file), settings);
    assertEquals(CANARY, sink.password().resolve());

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sink.password());
    }
    String written =
        sink
            + new LoadedConfig(null, settings).explain()
            + Canonical.json(sink)
            + bytes.toString(StandardCharsets.ISO_8859_1);
    assertFalse(written.contains(CANARY), written);

    String before = Canonical.hash(sink);
    Files.writeString(file, "another");
    assertEquals(before, Canonical.hash(sink));
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Secret copy = (Secret) in.readObject();
      assertEquals(sink.password(), copy);
      assertEquals("another", copy.resolve());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password: hunter2-canary\nport: 1",
        "password: env:hunter2-canary\nport: 1",
        "password: file:\ntoken: hunter2-canary\nport: 1",
        "password: [hunter2-canary]\nport: 1",
        "password: {hunter2-canary: hunter2-canary}\nport: 1",
        "password: env:A\ntoken: hunter2-canary\nport: x",
        "password: \"hunter2-canary\nport: 1",
        "password: @hunter2-canary\nport: 1",
        "password: hunter2-canary: b\nport: 1",
        "password: !hunter2-canary x\nport: 1",
        "password: *hunter2-canary\nport: 1",
        "password: !hunter2-canary!x y\nport: 1",
      })
  void aLiteralIsRefusedWithoutRepeatingIt(String yaml) {
    Problems problems = new Problems(List.of("x.yaml"));
    Yaml.parse("x.yaml", yaml, problems)
        .ifPresent(node -> new Binder(problems).bind(Sink.class, node));
    var e = assertThrows(UserError.class, problems::throwIfAny);
    assertFalse(e.getMessage().contains(CANARY), e.getMessage());
  }
}
