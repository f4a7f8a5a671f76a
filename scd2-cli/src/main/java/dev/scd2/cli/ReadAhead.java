package dev.scd2.cli;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file while the one before is applied. Confined to one thread; the reading happens on another, one file at a
 * time, and is over when this is closed.
 *
 * @param <F> what is read
 */
final class ReadAhead<F> implements AutoCloseable {
    private final Iterator<F> files;
    private final Function<F, Load> reader;
    private @Nullable FutureTask<Load> ahead;

    ReadAhead(Iterator<F> files, Function<F, Load> reader) {
        this.files = files;
        this.reader = reader;
        begin();
    }

    boolean hasNext() {
        return ahead != null;
    }

    /** Returns the next file; throws what reading it threw. */
    Load next() {
        FutureTask<Load> reading = ahead;
        if (reading == null) {
            throw new NoSuchElementException("All files are read.");
        }
        Load load;
        try {
            load = reading.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("A file could not be read.", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Failure.of("The command was interrupted.", interrupted);
        }
        begin();
        return load;
    }

    private void begin() {
        ahead = null;
        if (files.hasNext()) {
            F file = files.next();
            Callable<Load> reading = () -> reader.apply(file);
            FutureTask<Load> task = new FutureTask<>(reading);
            ahead = task;
            Thread thread = new Thread(task, "scd2-read");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Waits for the file that is being read, so that what it is read with can be closed. */
    @Override
    public void close() {
        FutureTask<Load> reading = ahead;
        if (reading != null) {
            try {
                reading.get();
            } catch (ExecutionException notAskedFor) {
                ahead = null;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
