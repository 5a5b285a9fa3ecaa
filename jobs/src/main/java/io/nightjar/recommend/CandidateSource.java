package io.nightjar.recommend;

import java.util.List;

/**
 * Brings candidates for users. A source leaves out what a user may not be recommended while it
 * scores, so whatever it brings can be served.
 */
interface CandidateSource {
  /** Its name in lists and reports. */
  String label();

  /** Fills each user's candidates, cleared before, with scores above 0 where there are any. */
  void candidates(List<User> users, List<Candidates> into);

  /**
   * Scores items that other sources bring.
   *
   * @param own this source's candidates: it need not know of others
   * @param items for each user
   * @return for each user, scores on the scale of those of the candidates
   */
  default List<Scores> score(List<User> users, List<Candidates> own, List<int[]> items) {
    return own.stream().map(Candidates::scores).toList();
  }
}
