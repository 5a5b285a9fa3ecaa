package io.nightjar.schema;

/** The name of every column of every table: the only place that spells one. */
public final class Columns {
  /** A user's id as the logs spell it, byte for byte. */
  public static final String USER_ID = "user_id";

  /** An item's id as the logs spell it, byte for byte. */
  public static final String ITEM_ID = "item_id";

  /** Dense, stable number of a user: 0 to users − 1. */
  public static final String USER_IX = "user_ix";

  /** Dense, stable number of an item: 0 to items − 1. */
  public static final String ITEM_IX = "item_ix";

  /** What happened: {@code view}, {@code purchase}, {@code rating} … */
  public static final String EVENT_TYPE = "event_type";

  /** Optional number an event carries: stars, quantity, seconds. */
  public static final String VALUE = "value";

  /** When it happened, UTC. */
  public static final String EVENT_TIME = "event_time";

  /** Where and how it happened: device, country … */
  public static final String CONTEXT = "context";

  /** UTC date of the event; partitions the events table. */
  public static final String DATE = "date";

  /** Name of the configured source a row came from. */
  public static final String SOURCE = "source";

  /** File a row came from. */
  public static final String FILE = "file";

  /** Why a row was quarantined. */
  public static final String REASON = "reason";

  /** The bytes of a quarantined row as they came. */
  public static final String RAW = "raw";

  /** What people call an item. */
  public static final String TITLE = "title";

  /** The groups an item belongs to. */
  public static final String CATEGORIES = "categories";

  /** Whether an item may be recommended. */
  public static final String AVAILABLE = "available";

  /** Further attributes of an item or a user, by name. */
  public static final String ATTRIBUTES = "attributes";

  /** Strength of a user's positive interest in an item; 0 where there is none to train on. */
  public static final String WEIGHT = "weight";

  /** Whether the item may no longer be recommended to the user. */
  public static final String SEEN = "seen";

  /** Whether a model learns from a pair, and not only of whom to recommend to. */
  public static final String LEARNT = "learnt";

  /** Time of the latest event between a user and an item, UTC. */
  public static final String LAST_AT = "last_at";

  /** A latent factor vector. */
  public static final String FACTORS = "factors";

  /** What makes two items similar: {@code cosine}, {@code jaccard} … */
  public static final String MEASURE = "measure";

  /** The items most similar to an item, best first. */
  public static final String SIMILAR = "similar";

  /** Group of users a popularity list is for. */
  public static final String SEGMENT = "segment";

  /** Place in a list, from 1. */
  public static final String RANK = "rank";

  /** Score that orders a list; comparable within one list only. */
  public static final String SCORE = "score";

  /** The items of a list, best first. */
  public static final String ITEMS = "items";

  /** The user's own item that a recommendation is based on. */
  public static final String BECAUSE = "because";

  /** Whether a good list would have named the item. */
  public static final String RELEVANT = "relevant";

  /** Types of events. */
  public static final String EVENTS = "events";

  /** Some of the users, or of what is relevant to them: {@code event:buy}. */
  public static final String SLICE = "slice";

  /** How many users a mean is over. */
  public static final String USERS = "users";

  /** Name of a recipe that makes lists. */
  public static final String MODEL = "model";

  /** Name of a metric. */
  public static final String METRIC = "metric";

  /** Length a list is cut to before it is measured. */
  public static final String K = "k";

  /** Lower end of the interval that a mean over users lies in, with 95 % confidence. */
  public static final String LOW = "low";

  /** Upper end of that interval. */
  public static final String HIGH = "high";

  /** How likely chance alone sets a mean so far apart from that of popularity. */
  public static final String P_POPULARITY = "p_popularity";

  /** How likely chance alone sets a mean so far apart from that of the night before's model. */
  public static final String P_LAST_NIGHT = "p_last_night";

  private Columns() {}
}
