package io.nightjar.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.nightjar.SharedSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalFilesTest {
  private static final String KEY = "spark.hadoop.fs.file.impl";

  @TempDir private java.nio.file.Path folder;

  @Test
  void filesAreMadeWithoutAProcess() throws IOException {
    FileSystem plain = new LocalFileSystem();
    plain.initialize(folder.toUri(), new Configuration());

    assertEquals(List.of(), processesOf(sessions(), "ours"));
    assertFalse(processesOf(plain, "plain").isEmpty(), "Hadoop's own does without, too");
  }

  /** The commands that making a folder and a file in it starts. */
  private List<String> processesOf(FileSystem files, String name) throws IOException {
    java.nio.file.Path events = folder.resolve(name + ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ProcessStart");
      recording.start();
      Path file = new Path(new Path(folder.resolve(name).toUri()), "file");
      try (var out = files.create(file, false)) {
        out.write("content".getBytes(StandardCharsets.UTF_8));
      }
      recording.stop();
      recording.dump(events);
    }
    assertEquals("content", Files.readString(folder.resolve(name).resolve("file")));
    return RecordingFile.readAllEvents(events).stream()
        .map((RecordedEvent event) -> event.getString("command"))
        .filter(command -> command.contains(folder.toString()))
        .toList();
  }

  @Test
  void permissionsAreThoseAskedFor() throws IOException {
    Path file = new Path(folder.resolve("secret").toUri());
    Path shared = new Path(folder.resolve("shared").toUri());
    FileSystem files = sessions();
    files.create(file).close();
    files.setPermission(file, new FsPermission("600"));
    files.mkdirs(shared);
    files.setPermission(shared, new FsPermission("1777"));

    assertEquals(0600, mode(file));
    assertEquals(01777, mode(shared));
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(java.nio.file.Path.of(path.toUri()), "unix:mode") & 07777;
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark://host:7077", "yarn", "local-cluster[2,1,1024]"})
  void clustersKeepTheirs(String master) {
    SparkConf conf = new SparkConf(false).set("spark.master", master);
    LocalFiles.install(conf);
    assertFalse(conf.contains(KEY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "local[*]", "local[2,3]"})
  void aProcessThatIsAllOfSparkHasOursUnlessAnotherIsSet(String master) {
    SparkConf conf = new SparkConf(false).set("spark.master", master);
    LocalFiles.install(conf);
    assertEquals(LocalFiles.class.getName(), conf.get(KEY));
    LocalFiles.install(conf.set(KEY, "their.Own"));
    assertEquals("their.Own", conf.get(KEY));
  }

  private static FileSystem sessions() throws IOException {
    Configuration hadoop = SharedSpark.session().sparkContext().hadoopConfiguration();
    return assertInstanceOf(LocalFiles.class, FileSystem.getLocal(hadoop));
  }
}
