package dev.scd2.delta;

import dev.scd2.error.ConcurrentCommitException;
import dev.scd2.lake.LakeException;
import dev.scd2.lake.LakeObjects;
import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.exceptions.MaxCommitRetryLimitReachedException;
import io.delta.kernel.exceptions.TableAlreadyExistsException;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.ScanImpl;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.Protocol;
import io.delta.kernel.internal.actions.SetTransaction;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delta tables through delta-kernel. Thread-safe.
 *
 * <p>The kernel's public words add files and no more. That a file goes, a schema changes, or a table is made together with how
 * far its feed comes, is said in classes that it calls internal; they are used here and nowhere else, so look here when its
 * version changes. It never commits a second time by itself: it would judge a change like this one to be an append.
 */
final class DeltaFormat implements TableFormat {
    private static final Logger LOG = LoggerFactory.getLogger(DeltaFormat.class);
    private static final String WRITER = "scd2";
    private static final String LOG_DIRECTORY = "_delta_log/";
    /** Versions of the protocol that every reader knows, and whose rules for writers are all kept here. */
    private static final int READER_VERSION = 1;

    private static final int WRITER_VERSION = 2;

    private final LakeObjects objects;
    private final Engine engine;

    DeltaFormat(LakeObjects objects, Path cache) {
        this.objects = objects;
        FileIO files = new LakeFileIo(objects, cache);
        this.engine = DefaultEngine.create(files);
    }

    Engine engine() {
        return engine;
    }

    @Override
    public Optional<TableState> load() {
        if (objects.list(LOG_DIRECTORY).isEmpty()) {
            return Optional.empty();
        }
        try {
            Snapshot snapshot = TableManager.loadSnapshot(LakeFileIo.ROOT).build(engine);
            return Optional.of(state(snapshot));
        } catch (RuntimeException | IOException failure) {
            throw failed("read", failure);
        }
    }

    private TableState state(Snapshot snapshot) throws IOException {
        Protocol protocol = snapshot.getProtocol();
        if (protocol.getMinReaderVersion() != READER_VERSION || protocol.getMinWriterVersion() != WRITER_VERSION) {
            throw new LakeException("The Delta table in " + objects.location() + " asks for reader version "
                    + protocol.getMinReaderVersion() + " and writer version " + protocol.getMinWriterVersion() + " "
                    + protocol.getReaderAndWriterFeatures() + "; tables are written here with " + READER_VERSION
                    + " and " + WRITER_VERSION + " only. Somebody upgraded it: publish into another place.");
        }
        List<Field> fields = DeltaTypes.fields(snapshot.getSchema())
                .filter(known -> snapshot.getPartitionColumnNames().isEmpty())
                .orElseThrow(
                        () -> new LakeException(
                                "The Delta table in " + objects.location()
                                        + " has partitions, or columns of types that are not written here. Publish into another place."));
        Map<String, AddFile> files = new LinkedHashMap<>();
        ScanImpl scan = (ScanImpl) snapshot.getScanBuilder().build();
        try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine, true)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    while (rows.hasNext()) {
                        AddFile file = new AddFile(rows.next().getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL));
                        files.put(file.getPath(), file);
                    }
                }
            }
        }
        return new State(snapshot, engine, fields, files);
    }

    private record State(Snapshot snapshot, Engine engine, List<Field> fields, Map<String, AddFile> added)
            implements TableState {
        @Override
        public long version() {
            return snapshot.getVersion();
        }

        @Override
        public Set<String> files() {
            return added.keySet();
        }

        @Override
        public Map<String, String> properties() {
            return snapshot.getTableProperties();
        }

        @Override
        public OptionalLong reached(String feed) {
            return snapshot.getLatestTransactionVersion(engine, feed)
                    .map(OptionalLong::of)
                    .orElse(OptionalLong.empty());
        }
    }

    @Override
    public long commit(@Nullable TableState base, TableChange change) {
        State state = (State) base;
        try {
            StructType schema = DeltaTypes.schema(change.fields());
            Transaction transaction = transaction(state, schema, change);
            List<Row> actions = actions(state, schema, change);
            TransactionCommitResult result =
                    transaction.commit(engine, CloseableIterable.inMemoryIterable(LakeFileIo.iterator(actions)));
            result.getPostCommitHooks().forEach(this::checkpoint);
            return result.getVersion();
        } catch (ConcurrentWriteException
                | MaxCommitRetryLimitReachedException
                | TableAlreadyExistsException overtaken) {
            throw new ConcurrentCommitException(
                    "Somebody else committed to the Delta table in " + objects.location()
                            + " meanwhile; nothing was committed. Publish again.",
                    overtaken);
        } catch (RuntimeException failure) {
            throw failed("written", failure);
        }
    }

    private Transaction transaction(@Nullable State state, StructType schema, TableChange change) {
        return state == null
                ? TableManager.buildCreateTableTransaction(LakeFileIo.ROOT, schema, WRITER)
                        .withTableProperties(change.properties())
                        .withMaxRetries(0)
                        .build(engine)
                : state.snapshot
                        .buildUpdateTableTransaction(WRITER, Operation.WRITE)
                        .withMaxRetries(0)
                        .build(engine);
    }

    private static List<Row> actions(@Nullable State state, StructType schema, TableChange change) {
        long now = System.currentTimeMillis();
        List<Row> actions = new ArrayList<>();
        actions.add(SingleAction.createTxnSingleAction(
                new SetTransaction(change.feed(), change.position(), Optional.of(now)).toRow()));
        if (state != null) {
            if (!state.snapshot.getSchema().equals(schema)) {
                Metadata metadata = state.snapshot.getMetadata().withNewSchema(schema);
                actions.add(SingleAction.createMetadataSingleAction(metadata.toRow()));
            }
            for (String key : change.removed()) {
                AddFile removed = state.added.get(key);
                if (removed == null) {
                    throw new IllegalArgumentException("The file " + key + " is not part of the table.");
                }
                actions.add(SingleAction.createRemoveFileSingleAction(removed.toRemoveFileRow(true, Optional.of(now))));
            }
        }
        for (RowFile file : change.added()) {
            DataFileStatus status = new DataFileStatus(
                    LakeFileIo.ROOT + "/" + file.key(),
                    file.bytes(),
                    now,
                    Optional.of(DeltaTypes.statistics(change.fields(), file)));
            AddFile added = AddFile.convertDataFileStatus(
                    schema,
                    URI.create(LakeFileIo.ROOT + "/"),
                    status,
                    Map.of(),
                    true,
                    Map.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            actions.add(SingleAction.createAddFileSingleAction(added.toRow()));
        }
        return actions;
    }

    /** The commit stands already: without a checkpoint readers read more of the log, and the next one is tried in time. */
    private void checkpoint(PostCommitHook hook) {
        if (hook.getType() != PostCommitHook.PostCommitHookType.CHECKPOINT) {
            return;
        }
        try {
            hook.threadSafeInvoke(engine);
        } catch (IOException | RuntimeException failure) {
            LOG.warn("No checkpoint of the Delta table in {} was written.", objects.location(), failure);
        }
    }

    private RuntimeException failed(String what, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof LakeException told) {
                return told;
            }
        }
        String why = failure instanceof KernelException || failure.getCause() == null
                ? String.valueOf(failure.getMessage())
                : failure.getMessage() + " (" + failure.getCause().getMessage() + ")";
        return new LakeException(
                "The Delta table in " + objects.location() + " could not be " + what + ": " + why, failure);
    }
}
