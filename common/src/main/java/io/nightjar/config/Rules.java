package io.nightjar.config;

import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * What types and ranges cannot say: rules about the keys of one record. A rule is told the key it
 * is about, relative to the record, and what is wrong.
 */
final class Rules {
  private static final Set<String> TIME_FORMATS =
      Set.of("epoch-seconds", "epoch-millis", "iso-8601", "order");

  private Rules() {}

  static void check(Record part, BiConsumer<String, String> problem) {
    if (part instanceof FilesConfig files) {
      files(files, problem);
    } else if (part instanceof IngestConfig.EventSource source) {
      zone(source.zone(), problem);
      timeFormat(source.timeFormat(), problem);
    } else if (part instanceof IngestConfig.ItemSource source) {
      nonEmpty("category-separator", source.categorySeparator(), problem);
    } else if (part instanceof RecommendConfig recommend) {
      if (recommend.candidates() < recommend.n()) {
        problem.accept(
            "candidates",
            "%d is fewer than recommend.n = %d; a source must be able to fill a list"
                .formatted(recommend.candidates(), recommend.n()));
      }
    } else if (part instanceof TrainConfig train) {
      train(train, problem);
    } else if (part instanceof SimilarityConfig similarity) {
      measures(similarity.measures(), problem);
    } else if (part instanceof EvaluateConfig evaluate) {
      ascending(evaluate.k(), problem);
      if ((evaluate.fold() + 1) * evaluate.testShare() > 1 + 1e-9) {
        problem.accept(
            "fold",
            "there is no fold %d of a share of %s each: they are numbered from 0"
                .formatted(evaluate.fold(), evaluate.testShare()));
      }
      if ((evaluate.split() == EvaluateConfig.Split.GIVEN) == evaluate.testEvents().isEmpty()) {
        problem.accept(
            "test-events",
            "names event types where split is given, and only there, not " + evaluate.testEvents());
      }
    } else if (part instanceof NightjarConfig config) {
      votes(config, problem);
      if (config.evaluate().split() == EvaluateConfig.Split.USERS
          && config.train().solver() == TrainConfig.Solver.MLLIB) {
        problem.accept(
            "evaluate.split",
            "users asks for users to be folded in, which train.solver: mllib cannot;"
                + " use solver nightjar");
      }
    } else if (part instanceof ProtocolConfig protocol) {
      protocol(protocol, problem);
    } else if (part instanceof TuneConfig tune) {
      tune(tune, problem);
    } else if (part instanceof TuneConfig.Dimension dimension) {
      dimension(dimension, problem);
    }
  }

  private static void train(TrainConfig train, BiConsumer<String, String> problem) {
    switch (train.solver()) {
      case NIGHTJAR -> {
        if (train.regularization() == 0) {
          problem.accept("regularization", "solver nightjar needs a number above 0, such as 0.001");
        }
      }
      case MLLIB -> mllib(train, problem);
      case SPECTRAL -> {
        if (train.feedback() == TrainConfig.Feedback.EXPLICIT) {
          problem.accept("feedback", "solver spectral knows implicit only");
        }
      }
      case BIASES -> {
        if (train.feedback() == TrainConfig.Feedback.IMPLICIT) {
          problem.accept("feedback", "solver biases knows explicit only");
        }
      }
    }
  }

  private static void mllib(TrainConfig train, BiConsumer<String, String> problem) {
    if (train.regularizationExponent() != 1) {
      problem.accept("regularization-exponent", "solver mllib knows 1.0 only");
    }
    if (train.regularizationScaling() != TrainConfig.Scaling.OBSERVED) {
      problem.accept("regularization-scaling", "solver mllib knows observed only");
    }
    if (train.unobservedWeight() != 1) {
      problem.accept("unobserved-weight", "solver mllib knows 1.0 only");
    }
    if (train.tolerance() != 0) {
      problem.accept("tolerance", "solver mllib knows 0.0 only");
    }
  }

  private static void tune(TuneConfig tune, BiConsumer<String, String> problem) {
    if (!ProtocolConfig.OF_LISTS.matcher(tune.metric()).matches()) {
      problem.accept(
          "metric", "a name and a length are expected, as in ndcg@10, not " + tune.metric());
    }
    for (String key : tune.space().keySet()) {
      try {
        Key.parse(key);
      } catch (IllegalArgumentException e) {
        problem.accept("space", e.getMessage());
      }
    }
    List<Double> rungs = tune.rungs();
    boolean ascending =
        IntStream.range(1, rungs.size()).allMatch(r -> rungs.get(r - 1) < rungs.get(r));
    if (rungs.isEmpty() || !ascending || rungs.get(rungs.size() - 1) != 1) {
      problem.accept(
          "rungs", "shares that ascend to 1 are expected, as in [0.25, 1], not " + rungs);
    }
  }

  private static void dimension(
      TuneConfig.Dimension dimension, BiConsumer<String, String> problem) {
    boolean range = dimension.low().isPresent() && dimension.high().isPresent();
    if (range == !dimension.choices().isEmpty()) {
      problem.accept("choices", "either choices or low and high are expected");
    }
    if (range && dimension.low().get() >= dimension.high().get()) {
      problem.accept("high", "more than low is expected");
    }
    if (range && dimension.scale() == TuneConfig.Scale.LOG && dimension.low().get() <= 0) {
      problem.accept("low", "more than 0 is expected where scale is log");
    }
  }

  private static void protocol(ProtocolConfig protocol, BiConsumer<String, String> problem) {
    try {
      LocalDate.parse(protocol.date());
    } catch (DateTimeException e) {
      problem.accept("date", "a date is expected, as in 2026-01-31, not " + protocol.date());
    }
    for (String metric : protocol.metrics()) {
      if (!ProtocolConfig.OF_RATINGS.contains(metric)
          && !ProtocolConfig.OF_LISTS.matcher(metric).matches()) {
        problem.accept("metrics", "a name and a length are expected, as in ndcg@10, not " + metric);
      }
    }
    protocol
        .published()
        .forEach(
            (name, row) -> {
              if (row.values().size() != protocol.metrics().size()) {
                problem.accept(
                    "published",
                    "%s has %d values for %d metrics"
                        .formatted(name, row.values().size(), protocol.metrics().size()));
              }
            });
  }

  private static void measures(
      List<SimilarityConfig.Measure> measures, BiConsumer<String, String> problem) {
    if (measures.isEmpty() || new HashSet<>(measures).size() < measures.size()) {
      List<String> names = measures.stream().map(SimilarityConfig.Measure::text).toList();
      problem.accept("measures", "one measure or more is expected, none twice, not " + names);
    }
  }

  private static void votes(NightjarConfig config, BiConsumer<String, String> problem) {
    List<String> measures =
        config.similarity().measures().stream().map(SimilarityConfig.Measure::text).toList();
    config
        .recommend()
        .votes()
        .forEach(
            (measure, weight) -> {
              if (!measures.contains(measure)) {
                problem.accept(
                    "recommend.votes",
                    "%s is not among similarity.measures = %s".formatted(measure, measures));
              }
              if (weight < 0) {
                problem.accept(
                    "recommend.votes",
                    "0 or more is expected, not %s: %s".formatted(measure, weight));
              }
            });
  }

  private static void files(FilesConfig files, BiConsumer<String, String> problem) {
    nonEmpty("path", files.path(), problem);
    nonEmpty("delimiter", files.delimiter(), problem);
    if (files.quote().length() > 1) {
      problem.accept("quote", "one character or none is expected, not " + files.quote());
    }
    charset(files.charset(), problem);
    if (files.columns().isEmpty()) {
      switch (files.format()) {
        case CSV -> {
          if (!files.header()) {
            problem.accept(
                "columns", "csv without a header needs the names of its columns, in order");
          }
        }
        case JSONL -> problem.accept("columns", "jsonl needs the names of the fields to read");
        case LISTS, PARQUET -> {}
      }
    } else if (files.format() == FilesConfig.Format.LISTS) {
      problem.accept("columns", "lists has the columns user, item and place, and no others");
    }
    if (new HashSet<>(files.columns()).size() < files.columns().size()) {
      problem.accept("columns", "a name stands twice in " + files.columns());
    }
  }

  private static void nonEmpty(String key, String text, BiConsumer<String, String> problem) {
    if (text.isEmpty()) {
      problem.accept(key, "one character or more is expected");
    }
  }

  private static void charset(String name, BiConsumer<String, String> problem) {
    try {
      Charset.forName(name);
    } catch (IllegalArgumentException e) {
      problem.accept("charset", name + " is not a known charset; try UTF-8 or ISO-8859-1");
    }
  }

  private static void zone(String name, BiConsumer<String, String> problem) {
    try {
      ZoneId.of(name);
    } catch (DateTimeException e) {
      problem.accept("zone", name + " is not a known time zone; try UTC or Europe/Berlin");
    }
  }

  private static void timeFormat(String format, BiConsumer<String, String> problem) {
    if (TIME_FORMATS.contains(format)) {
      return;
    }
    try {
      DateTimeFormatter unused = DateTimeFormatter.ofPattern(format);
    } catch (IllegalArgumentException e) {
      problem.accept(
          "time-format",
          "%s is neither one of %s nor a pattern (%s)"
              .formatted(format, String.join(", ", new TreeSet<>(TIME_FORMATS)), e.getMessage()));
    }
  }

  private static void ascending(List<Integer> k, BiConsumer<String, String> problem) {
    if (k.isEmpty() || !k.equals(List.copyOf(new TreeSet<>(k)))) {
      problem.accept("k", "one length or more is expected, ascending and distinct, not " + k);
    }
  }
}
