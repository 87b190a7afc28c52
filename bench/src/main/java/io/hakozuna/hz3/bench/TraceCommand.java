package io.hakozuna.hz3.bench;

import io.hakozuna.hz3.bench.trace.RecordedCommand;
import io.hakozuna.hz3.bench.trace.ShowCommand;
import picocli.CommandLine.Command;

/** The subcommand for traces; {@code scripts/record_trace.sh} records them. */
@Command(name = "trace", mixinStandardHelpOptions = true, sortOptions = false,
    subcommands = {ShowCommand.class, TraceReplayCommand.class, RecordedCommand.class}, synopsisSubcommandLabel = "COMMAND",
    description = "Describes and replays what ./hz3 trace record recorded; docs/TRACES.md tells more.")
final class TraceCommand {
}
