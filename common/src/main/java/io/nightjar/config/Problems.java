package io.nightjar.config;

import io.nightjar.run.UserError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Everything that is wrong with a configuration, told at once and in the order it was written. */
final class Problems {
  private record Problem(Place place, String text) {
    @Override
    public String toString() {
      return place.source().equals(Place.REFERENCE) ? text : place + ": " + text;
    }
  }

  private final List<String> sources;
  private final List<Problem> problems = new ArrayList<>();
  private boolean unreadable;

  /** No problem yet, in sources that are named in the order they were read. */
  Problems(List<String> sources) {
    this.sources = List.copyOf(sources);
  }

  void add(Place place, String text) {
    problems.add(new Problem(place, text));
  }

  /** A problem that hides what a source says, so that looking further would only mislead. */
  void addUnreadable(Place place, String text) {
    add(place, text);
    unreadable = true;
  }

  void throwIfUnreadable() {
    if (unreadable) {
      throwIfAny();
    }
  }

  int count() {
    return problems.size();
  }

  void throwIfAny() {
    if (problems.isEmpty()) {
      return;
    }
    problems.sort(
        Comparator.comparingInt((Problem p) -> sources.indexOf(p.place.source()))
            .thenComparingInt(p -> p.place.line()));
    StringBuilder message = new StringBuilder("Cannot use the configuration: ");
    message.append(problems.size() == 1 ? "1 problem" : problems.size() + " problems");
    int number = 1;
    for (Problem problem : problems) {
      message.append("\n  ").append(number++).append(". ").append(problem);
    }
    throw new UserError(message.toString());
  }
}
