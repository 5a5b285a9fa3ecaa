package io.nightjar.similarity;

/** An item's neighbours with the ids of all of them. */
public final class NamedNeighbours extends NeighbourList {
  private String id;
  private String[] otherIds;

  static NamedNeighbours of(NeighbourList list, String[] names) {
    NamedNeighbours named = new NamedNeighbours();
    named.setItem(list.getItem());
    named.setMeasure(list.getMeasure());
    named.setOthers(list.getOthers());
    named.setScores(list.getScores());
    named.setId(names[list.getItem()]);
    String[] ids = new String[list.getOthers().length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = names[list.getOthers()[i]];
    }
    named.setOtherIds(ids);
    return named;
  }

  public String getId() {
    return id;
  }

  public void setId(String id) {
    this.id = id;
  }

  /** Ids of the neighbours. */
  public String[] getOtherIds() {
    return otherIds;
  }

  public void setOtherIds(String[] otherIds) {
    this.otherIds = otherIds;
  }
}
