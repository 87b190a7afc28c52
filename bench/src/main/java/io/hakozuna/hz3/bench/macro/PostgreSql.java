package io.hakozuna.hz3.bench.macro;

import io.hakozuna.hz3.bench.load.Measurement;
import io.hakozuna.hz3.bench.process.Program;
import io.hakozuna.hz3.bench.process.Resident;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL under pgbench; an operation is a transaction. The resident sizes are sums over all the server's processes of what is
 * neither a file's nor shared, as the shared buffers are the same under every allocator.
 */
final class PostgreSql extends RealProgram {
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Pattern RATE = Pattern.compile("^tps = ([\\d.]+) ", Pattern.MULTILINE);
    private static final Pattern FAILED = Pattern.compile("^number of failed transactions: ([1-9]\\d*)", Pattern.MULTILINE);

    /** A tenth of minutes is not quick, and in a database of one branch the clients wait for each other. */
    private static final int MOST_QUICK_TRANSACTIONS = 1_000;

    private final int scale;
    private final int transactions;

    /** Of a database of so many branches, and so many transactions for each of four clients. */
    PostgreSql(int scale, int transactions) {
        super("setpriv");
        this.scale = scale;
        this.transactions = transactions;
    }

    @Override
    public String missing() {
        return PostgreSqlCluster.programs() == null ? "postgresql" : super.missing();
    }

    @Override
    public String describe(boolean quick) {
        return initialize(quick) + "; " + transactions(quick);
    }

    @Override
    Measurement measure(Setting setting, Path folder) throws IOException {
        PostgreSqlCluster cluster = new PostgreSqlCluster(setting, folder);
        cluster.create();
        Resident resident = Resident.anonymousOfTree();
        try (Server server = new Server(cluster.serverCommand(), cluster.environment(), folder, setting.limit(), resident)) {
            server.awaitReady(cluster::answers, cluster.allocator());
            double rate = server.during(() -> {
                cluster.client(initialize(setting.quick()));
                return rate(cluster.client(transactions(setting.quick())));
            });
            Program.pause(IDLE);
            return server.finishBySamples(rate);
        }
    }

    private String initialize(boolean quick) {
        return "pgbench -i -q -s " + (quick ? 1 : scale);
    }

    private String transactions(boolean quick) {
        return "pgbench -n -c 4 -j 2 --random-seed=5 -t "
            + (quick ? Math.min(amount(transactions, true), MOST_QUICK_TRANSACTIONS) : transactions);
    }

    /** The transactions a second that pgbench reports. */
    static double rate(String report) {
        Matcher failed = FAILED.matcher(report);
        if (failed.find()) {
            throw new RunFailed("pgbench: " + failed.group(1) + " transactions failed");
        }
        Matcher rate = RATE.matcher(report);
        if (!rate.find()) {
            throw new RunFailed("pgbench reported no rate");
        }
        return Double.parseDouble(rate.group(1));
    }
}
