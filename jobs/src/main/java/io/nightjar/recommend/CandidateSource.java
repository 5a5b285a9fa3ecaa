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
}
