package io.hakozuna.hz3.verify.programs;

import io.hakozuna.hz3.verify.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;

/** gcc compiles a large generated C file, optimized and with debug information, to the same bytes under every lane as under glibc. */
final class GccTest {
    private static final int FUNCTIONS = 160;

    private static final Comparison OBJECT = new Comparison((lane, directory) -> {
        Files.writeString(directory.resolve("large.c"), source());
        Run gcc = Run.of("gcc", "-O2", "-g", "-fdebug-prefix-map=" + directory + "=.", "-Wall", "-c", "large.c", "-o", "large.o");
        Run.Result result = Preload.run(gcc.in(directory).within(Duration.ofSeconds(90)).with("LC_ALL", "C"), lane, "cc1");
        return Data.digest(directory.resolve("large.o")) + result.printed();
    });

    private static String source() {
        SplittableRandom random = new SplittableRandom(7);
        StringBuilder c = new StringBuilder("""
            #include <string.h>
            struct node { struct node *next; long key; char name[24]; double weight; };
            static const char *const words[] = {"alpha", "beta", "gamma", "delta"};
            """);
        for (int f = 0; f < FUNCTIONS; f++) {
            c.append("long f%d(struct node *head, long *out, int n) {\n    long sum = %d;\n".formatted(f, random.nextInt(1000)));
            c.append("    for (int i = 0; i < n; i++) {\n        switch (out[i] % 8) {\n");
            for (int k = 0; k < 8; k++) {
                c.append("        case %d: sum += out[i] * %d + (sum >> %d);%s break;\n"
                    .formatted(k, random.nextInt(1, 100), random.nextInt(1, 20), k % 3 == 0 ? "" : " out[i] ^= sum;"));
            }
            c.append("""
                        }
                    }
                    for (struct node *p = head; p; p = p->next) {
                        p->weight = p->weight * %d.5 + sum;
                        if (!strcmp(p->name, words[%d])) sum ^= p->key;
                        else p->key += strlen(p->name);
                    }
                """.formatted(random.nextInt(1, 50), f % 4));
            if (f > 0) {
                c.append("    if (n > 1) sum += f%d(head, out, n / 2);\n".formatted(random.nextInt(f)));
            }
            c.append("    return sum;\n}\n");
        }
        return c.toString();
    }

    @EachLane
    void largeFile(String lane) throws Exception {
        OBJECT.under(lane);
    }
}
