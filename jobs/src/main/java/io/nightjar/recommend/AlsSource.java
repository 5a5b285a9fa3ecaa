package io.nightjar.recommend;

import io.nightjar.linalg.TopK;
import java.util.ArrayList;
import java.util.List;

/** Candidates by the dot product of latent factors, over the whole catalogue. */
final class AlsSource implements CandidateSource {
  private final ShippedFactors items;

  AlsSource(ShippedFactors items) {
    this.items = items;
  }

  @Override
  public String label() {
    return "als";
  }

  @Override
  public void candidates(List<User> users, List<Candidates> into) {
    List<User> trained = new ArrayList<>();
    List<Candidates> theirs = new ArrayList<>();
    for (int u = 0; u < users.size(); u++) {
      if (users.get(u).factors() != null) {
        trained.add(users.get(u));
        theirs.add(into.get(u));
      }
    }
    int rank = items.rank();
    float[] factors = new float[trained.size() * rank];
    int[][] excluded = new int[trained.size()][];
    TopK[] best = new TopK[trained.size()];
    for (int u = 0; u < best.length; u++) {
      System.arraycopy(trained.get(u).factors(), 0, factors, u * rank, rank);
      excluded[u] = trained.get(u).excluded();
      best[u] = new TopK(theirs.get(u).capacity());
    }
    items.topK(factors, excluded, best);
    for (int u = 0; u < best.length; u++) {
      theirs.get(u).take(best[u], item -> Candidates.NO_ITEM);
    }
  }
}
