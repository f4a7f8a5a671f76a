package dev.scd2.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scd2.lake.Lake;
import dev.scd2.lake.LakeVerification;
import java.util.Locale;
import picocli.CommandLine.Command;

/** Checks everything that a lake holds. */
@Command(
        name = "verify",
        description = "Read every file of a lake and compare names, rows, neighbours and manifests. Exit code 3 if"
                + " something is wrong.",
        sortOptions = false)
final class LakeVerifyCommand extends LakeVerb {
    @Override
    int run(Lake lake) {
        LakeVerification found = lake.verify();
        Sheet sheet = sheet("finding", "file", "message");
        found.findings()
                .forEach(finding ->
                        sheet.add(finding.kind().name().toLowerCase(Locale.ROOT), finding.key(), finding.message()));
        ObjectNode document = Report.JSON.createObjectNode();
        document.put("files", found.files());
        document.put("rows", found.rows());
        document.put("withoutManifest", found.withoutManifest());
        document.put("covered", found.covered());
        String sentence = count(found.files(), "file") + ", " + count(found.rows(), "row")
                + (found.withoutManifest() == 0 ? "" : ", " + found.withoutManifest() + " in no manifest")
                + (found.covered() == 0 ? "" : ", " + found.covered() + " more within wider ones")
                + (found.isClean() ? ". Nothing is wrong." : ". Wrong:");
        print(sentence, sheet, document, "findings");
        return found.isClean() ? ExitCode.OK : ExitCode.VIOLATED;
    }
}
