package io.nightjar.recommend;

import io.nightjar.dense.Blocks;
import io.nightjar.dense.Names;
import io.nightjar.dense.SparseRows;
import java.io.Serializable;
import java.util.BitSet;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;

/**
 * The side of the items on the executors. Items are numbered from 0.
 *
 * @param names item ids by number
 * @param unavailable items not to be recommended to anyone
 * @param factors item factors
 * @param similar for each item, of which items it is a neighbour, and how near
 * @param popular popularity lists
 */
record CatalogueModel(
    Blocks<Names> names,
    Broadcast<BitSet> unavailable,
    ShippedFactors factors,
    Blocks<SparseRows> similar,
    Broadcast<PopularLists> popular)
    implements Serializable {

  /** The sources for one task, in the order of the blend's weights. */
  List<CandidateSource> sources() {
    return List.of(
        new AlsSource(factors),
        new ItemItemSource(similar, unavailable.value()),
        PopularSource.ofRecent(popular.value(), unavailable.value()),
        PopularSource.ofSegments(popular.value(), unavailable.value()));
  }

  /** Releases it all, on the driver and the executors. */
  void destroy() {
    names.destroy();
    unavailable.destroy();
    factors.destroy();
    similar.destroy();
    popular.destroy();
  }
}
