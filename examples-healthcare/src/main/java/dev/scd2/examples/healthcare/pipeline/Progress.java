package dev.scd2.examples.healthcare.pipeline;

/** Hears how far a stage is. Called on the thread of the stage. */
public interface Progress {
    /** A stage begins. */
    void begin(String stage);

    /** So many steps of the stage are done. */
    void step(String stage, long done);

    /** A stage ends. */
    void end(String stage, double seconds);
}
