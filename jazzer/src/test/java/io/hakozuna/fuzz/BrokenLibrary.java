package io.hakozuna.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.Hz3;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A class of the library with a defect, to be put before the library. */
final class BrokenLibrary {
    private BrokenLibrary() {
    }

    /** Without the calls that a method makes of another that returns nothing. */
    static void write(Path classes, String type, String method, String called) throws IOException {
        String file = "io/hakozuna/hz3/" + type.replace('.', '/') + ".class";
        byte[] sound = read(file);
        int[] dropped = {0};
        CodeTransform withoutCalls = (builder, element) -> {
            if (element instanceof InvokeInstruction call && call.name().equalsString(called)) {
                dropped[0]++;
                popArguments(builder, call);
            } else {
                builder.with(element);
            }
        };
        ClassFile context = ClassFile.of();
        byte[] broken = context.transformClass(context.parse(sound),
            ClassTransform.transformingMethodBodies(candidate -> candidate.methodName().equalsString(method), withoutCalls));
        assertTrue(dropped[0] > 0, () -> type + "." + method + " does not call " + called);
        Files.createDirectories(classes.resolve(file).getParent());
        Files.write(classes.resolve(file), broken);
    }

    private static byte[] read(String file) throws IOException {
        try (InputStream bytes = Hz3.class.getClassLoader().getResourceAsStream(file)) {
            return bytes.readAllBytes();
        }
    }

    private static void popArguments(CodeBuilder builder, InvokeInstruction call) {
        List<ClassDesc> arguments = call.typeSymbol().parameterList();
        for (ClassDesc argument : arguments.reversed()) {
            if (TypeKind.from(argument).slotSize() == 2) {
                builder.pop2();
            } else {
                builder.pop();
            }
        }
        if (call.opcode() != Opcode.INVOKESTATIC) {
            builder.pop();
        }
    }
}
