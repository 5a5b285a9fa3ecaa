package io.nightjar.recommend;

import io.nightjar.dense.Blocks;
import io.nightjar.dense.Names;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.unsafe.types.UTF8String;

/** The ids of the items that the lists of a batch name, picked out of the blocks. */
final class ItemNames {
  private final int[] items;
  private final UTF8String[] names;

  private ItemNames(int[] items) {
    this.items = items;
    this.names = new UTF8String[items.length];
  }

  /** Looks the items of lists up, each block once. */
  static ItemNames of(List<ListMaker.Lists> lists, Blocks<Names> blocks) {
    ItemNames found =
        new ItemNames(
            lists.stream()
                .flatMap(list -> list.blend().stream())
                .flatMapToInt(r -> IntStream.of(r.item(), r.because()))
                .filter(item -> item != Candidates.NO_ITEM)
                .sorted()
                .distinct()
                .toArray());
    int next = 0;
    for (Names block : blocks) {
      while (next < found.items.length && block.covers(found.items[next])) {
        found.names[next] = block.of(found.items[next]);
        next++;
      }
    }
    return found;
  }

  /** The id of an item, or null for {@link Candidates#NO_ITEM}. */
  UTF8String of(int item) {
    return item == Candidates.NO_ITEM ? null : names[Arrays.binarySearch(items, item)];
  }
}
