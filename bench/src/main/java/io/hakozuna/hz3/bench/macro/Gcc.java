package io.hakozuna.hz3.bench.macro;

import io.hakozuna.hz3.bench.load.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** gcc compiles one large generated file with optimization; an operation is a function of it. */
final class Gcc extends RealProgram {
    private static final int FUNCTIONS = 50;
    private static final String[] OPERATORS = {"+", "-", "*", "^", "|", "&"};

    Gcc() {
        super("gcc", Batch.TIME);
    }

    @Override
    public String describe(boolean quick) {
        return "gcc -O2 -c, " + amount(FUNCTIONS, quick) + " functions";
    }

    @Override
    Measurement measure(Setting setting, Path folder) throws IOException {
        int functions = amount(FUNCTIONS, setting.quick());
        Files.writeString(folder.resolve("large.c"), source(functions));
        Measurement measured = Batch.run(setting, folder, functions, "cc1", List.of("gcc", "-O2", "-c", "large.c", "-o", "large.o"));
        if (measured.problem() == null && !Files.exists(folder.resolve("large.o"))) {
            throw new RunFailed("gcc wrote no object file");
        }
        return measured;
    }

    /** Functions on records and arrays, which call those before them. */
    static String source(int functions) {
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder c = new StringBuilder("""
            struct record { struct record *left, *right; unsigned key, count; double weight; char text[32]; };
            """);
        for (int f = 0; f < functions; f++) {
            c.append("unsigned work%d(struct record *r, unsigned *v, unsigned n) {%n    unsigned a = %d, b = n;%n"
                .formatted(f, random.nextInt(1000)));
            for (int loop = 0; loop < 3; loop++) {
                c.append("    for (unsigned i = 0; i < n; i++) {%n        a %s= v[i] + %d;%n"
                    .formatted(operator(random), random.nextInt(100)));
                c.append("        if (a %% %d == b) { v[i] %s= b; r->weight += a * %d.5; } else { b += r->text[i %% 32]; }%n    }%n"
                    .formatted(random.nextInt(2, 50), operator(random), random.nextInt(9)));
            }
            c.append("    switch (a %% 8) {%n".formatted());
            for (int label = 0; label < 8; label++) {
                c.append("    case %d: a = (a %s b) + (r->key >> %d); break;%n"
                    .formatted(label, operator(random), random.nextInt(30)));
            }
            c.append("    }%n    while (r->left && r->key != a) {%n".formatted());
            c.append("        r = r->key < a ? r->right : r->left; r->count += b;%n    }%n".formatted());
            if (f > 0) {
                c.append("    a += work%d(r, v, n / 2);%n".formatted(random.nextInt(f)));
            }
            c.append("    return a ^ b;%n}%n".formatted());
        }
        return c.toString();
    }

    private static String operator(SplittableRandom random) {
        return OPERATORS[random.nextInt(OPERATORS.length)];
    }
}
