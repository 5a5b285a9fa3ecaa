package io.nightjar.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import scala.Tuple2;

/** Interactions on their way to a block: row, column and weight of each. */
record Triples(int[] rows, int[] columns, float[] weights) implements Serializable {
  /** Sends interactions to blocks, in pieces of bounded size. */
  static final class Router {
    private static final int PIECE = 1 << 16;

    private final int blocks;
    private final int[] counts;
    private final Triples[] pieces;
    private final List<Tuple2<Integer, Triples>> full = new ArrayList<>();

    Router(int blocks) {
      this.blocks = blocks;
      counts = new int[blocks];
      pieces = new Triples[blocks];
    }

    void add(int row, int column, float weight) {
      int block = row % blocks;
      Triples piece = pieces[block];
      int at = counts[block];
      if (piece == null || at == piece.rows.length) {
        piece = piece == null ? empty() : grown(block, piece);
        pieces[block] = piece;
        at = counts[block];
      }
      piece.rows[at] = row;
      piece.columns[at] = column;
      piece.weights[at] = weight;
      counts[block]++;
    }

    /** Pieces that have filled up since last asked. */
    Iterator<Tuple2<Integer, Triples>> filled() {
      if (full.isEmpty()) {
        return Collections.emptyIterator();
      }
      List<Tuple2<Integer, Triples>> filled = List.copyOf(full);
      full.clear();
      return filled.iterator();
    }

    /** All that is left. */
    Iterator<Tuple2<Integer, Triples>> rest() {
      for (int block = 0; block < blocks; block++) {
        if (counts[block] > 0) {
          full.add(new Tuple2<>(block, pieces[block].first(counts[block])));
        }
      }
      return filled();
    }

    private static Triples empty() {
      return new Triples(new int[64], new int[64], new float[64]);
    }

    private Triples grown(int block, Triples piece) {
      int length = piece.rows.length;
      if (length < PIECE) {
        return piece.first(4 * length);
      }
      full.add(new Tuple2<>(block, piece));
      counts[block] = 0;
      return new Triples(new int[PIECE], new int[PIECE], new float[PIECE]);
    }
  }

  private Triples first(int length) {
    return new Triples(
        Arrays.copyOf(rows, length),
        Arrays.copyOf(columns, length),
        Arrays.copyOf(weights, length));
  }
}
