package io.nightjar.night;

import io.nightjar.run.Job;
import io.nightjar.store.Lane;

/** A job in one lane: a stage of a night. */
public record Stage(Job job, Lane lane) {}
