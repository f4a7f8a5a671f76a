package dev.scd2.postgres.capture;

import java.util.List;

/** Takes the changes, batch by batch, on one thread. */
@FunctionalInterface
public interface EnvelopeSink {

    /**
     * Takes the batch. When this method returns, the batch must be safe: it may not be delivered again.
     *
     * @param batch  never empty, in commit order; a change may have been delivered before
     * @throws Exception if the batch could not be made safe; the run then ends and the batch is delivered by the next one
     */
    void accept(List<Envelope> batch) throws Exception;
}
