package io.nightjar.recommend;

import io.nightjar.dense.SparseRows;
import io.nightjar.linalg.FactorScorer;
import java.io.Serializable;
import java.util.BitSet;
import java.util.List;

/**
 * The side of the items, which every executor holds once. Items are numbered from 0.
 *
 * @param ids item ids by number
 * @param ineligible items not to be recommended to anyone
 * @param scorer item factors
 * @param similar neighbours of every item
 * @param popular popularity lists
 */
record CatalogueModel(
    String[] ids, BitSet ineligible, FactorScorer scorer, SparseRows similar, PopularLists popular)
    implements Serializable {

  /** The sources for one task, in the order of the blend's weights. */
  List<CandidateSource> sources() {
    return List.of(
        new AlsSource(scorer),
        new ItemItemSource(similar, ineligible, ids.length),
        new PopularSource(popular, ineligible));
  }
}
