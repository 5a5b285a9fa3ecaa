package io.nightjar.recommend;

import org.apache.spark.unsafe.types.UTF8String;

/**
 * A user as the sources see one.
 *
 * @param ix number
 * @param id id
 * @param segment popularity segment, such as {@code segment:DE}, or null
 * @param factors latent factors, or null for a user who was not trained on
 * @param excluded items that may not be recommended, ascending
 * @param history the latest items with a weight above 0, latest first
 * @param weights their weights, less where the user has had other items since
 */
record User(
    int ix,
    UTF8String id,
    String segment,
    float[] factors,
    int[] excluded,
    int[] history,
    float[] weights) {}
