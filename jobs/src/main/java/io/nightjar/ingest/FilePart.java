package io.nightjar.ingest;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.internal.SQLConf;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;

/**
 * A part of a text file. A compressed file is one part.
 *
 * @param end the byte after the last
 * @param fileLength bytes of the whole file, as it lies there
 */
record FilePart(Path file, long start, long end, long fileLength) implements Serializable {
  private static final int MOST_HOSTS = 3;
  private static final String NOWHERE = "localhost";

  private static final Comparator<FilePart> LARGEST_FIRST =
      Comparator.comparingLong(FilePart::length)
          .reversed()
          .thenComparing(FilePart::file)
          .thenComparing(FilePart::start);

  static FilePart whole(FileStatus file) {
    return new FilePart(file.getPath(), 0, file.getLen(), file.getLen());
  }

  private long length() {
    return end - start;
  }

  /**
   * The parts of files: a large one in several, small ones as many to a task, by the settings that
   * Spark has for it, and each task near its bytes.
   *
   * @return a task's parts as one element
   */
  static JavaRDD<FilePart[]> ofAll(SparkSession spark, List<FileStatus> files) throws IOException {
    SQLConf settings = spark.sessionState().conf();
    Configuration hadoop = spark.sessionState().newHadoopConf();
    long opening = settings.filesOpenCostInBytes();
    long bytes = files.stream().mapToLong(file -> file.getLen() + opening).sum();
    long share = bytes / spark.sparkContext().defaultParallelism();
    long most = Math.min(settings.filesMaxPartitionBytes(), Math.max(opening, share));
    Map<Path, BlockLocation[]> blocks = new TreeMap<>();
    for (FileStatus file : files) {
      blocks.put(file.getPath(), blocks(file, hadoop));
    }
    List<Tuple2<FilePart[], Seq<String>>> tasks = new ArrayList<>();
    for (FilePart[] task : tasks(parts(files, most, hadoop), most, opening)) {
      tasks.add(Tuple2.apply(task, hosts(task, blocks)));
    }
    return spark
        .sparkContext()
        .makeRDD(
            CollectionConverters.asScala(tasks).toSeq(),
            ClassTag.<FilePart[]>apply(FilePart[].class))
        .toJavaRDD();
  }

  private static List<FilePart> parts(List<FileStatus> files, long most, Configuration hadoop) {
    CompressionCodecFactory codecs = new CompressionCodecFactory(hadoop);
    List<FilePart> parts = new ArrayList<>();
    for (FileStatus file : files) {
      if (codecs.getCodec(file.getPath()) != null) {
        parts.add(whole(file));
      } else {
        for (long start = 0; start < file.getLen(); start += most) {
          long end = Math.min(start + most, file.getLen());
          parts.add(new FilePart(file.getPath(), start, end, file.getLen()));
        }
      }
    }
    parts.sort(LARGEST_FIRST);
    return parts;
  }

  private static List<FilePart[]> tasks(List<FilePart> parts, long most, long opening) {
    List<FilePart[]> tasks = new ArrayList<>();
    List<FilePart> task = new ArrayList<>();
    long size = 0;
    for (FilePart part : parts) {
      if (!task.isEmpty() && size + part.length() > most) {
        tasks.add(task.toArray(FilePart[]::new));
        task.clear();
        size = 0;
      }
      task.add(part);
      size += part.length() + opening;
    }
    if (!task.isEmpty()) {
      tasks.add(task.toArray(FilePart[]::new));
    }
    return tasks;
  }

  private static BlockLocation[] blocks(FileStatus file, Configuration hadoop) throws IOException {
    return file instanceof LocatedFileStatus located
        ? located.getBlockLocations()
        : file.getPath().getFileSystem(hadoop).getFileBlockLocations(file, 0, file.getLen());
  }

  /** The hosts with most of a task's bytes. */
  private static Seq<String> hosts(FilePart[] task, Map<Path, BlockLocation[]> blocks)
      throws IOException {
    Map<String, Long> bytes = new TreeMap<>();
    for (FilePart part : task) {
      for (BlockLocation block : blocks.get(part.file)) {
        long shared =
            Math.min(part.end, block.getOffset() + block.getLength())
                - Math.max(part.start, block.getOffset());
        if (shared > 0) {
          Arrays.stream(block.getHosts()).forEach(host -> bytes.merge(host, shared, Long::sum));
        }
      }
    }
    bytes.remove(NOWHERE);
    List<String> hosts =
        bytes.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(MOST_HOSTS)
            .map(Map.Entry::getKey)
            .toList();
    return CollectionConverters.asScala(hosts).toSeq();
  }
}
