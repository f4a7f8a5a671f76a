package dev.scd2.examples.healthcare;

import dev.scd2.examples.healthcare.generate.Preset;
import dev.scd2.examples.healthcare.pipeline.PayerConfig;
import dev.scd2.examples.healthcare.warehouse.WarehouseKind;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command of {@code payer} takes. Confined to one thread. */
final class PayerOptions {
    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "payer-data",
            description = "Where this run keeps everything (default: ${DEFAULT-VALUE}).")
    Path directory = Path.of("payer-data");

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            defaultValue = "default",
            converter = PresetName.class,
            description = "How much is simulated: xs (100 members), default (1,000) or s (10,000).")
    Preset preset = Preset.DEFAULT;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "The seed of the simulation (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--warehouse",
            paramLabel = "KIND",
            defaultValue = "duckdb",
            description = "duckdb (default), or snowflake: the account that SCD2_SNOWFLAKE_URL names, else a stand-in.")
    WarehouseKind warehouse = WarehouseKind.DUCKDB;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    PayerConfig config() {
        Payer payer = (Payer) command.root().userObject();
        return new PayerConfig(directory, preset, seed, warehouse, payer.environment());
    }

    static final class PresetName implements CommandLine.ITypeConverter<Preset> {
        @Override
        public Preset convert(String name) {
            try {
                return Preset.parse(name);
            } catch (IllegalArgumentException unknown) {
                throw new CommandLine.TypeConversionException(String.valueOf(unknown.getMessage()));
            }
        }
    }
}
