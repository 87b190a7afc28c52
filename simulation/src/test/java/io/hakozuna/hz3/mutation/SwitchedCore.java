package io.hakozuna.hz3.mutation;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Loads the core, and the programs on it, with a {@link Switch} at each branch of the core. It is loaded once and not anew for each check:
 * what has been compiled stays so.
 */
final class SwitchedCore extends ChangedCore {
    private static final ClassDesc SWITCH = Switch.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc DECISION = MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_int);
    /** What a condition becomes that is told to be unlikely, and decided on again. */
    private static final List<Opcode> AS_BOOLEAN = List.of(Opcode.ICONST_1, Opcode.GOTO, Opcode.ICONST_0, Opcode.INVOKESTATIC);

    private final List<Check> checks = new ArrayList<>();

    /** All of a class's checks. */
    List<Check> checks(String type) throws ClassNotFoundException {
        loadClass(CORE + type);
        return checks.stream().filter(check -> check.type().equals(type)).toList();
    }

    @Override
    byte[] change(String name, byte[] bytes) {
        return isOfTests(name) ? bytes : withSwitches(bytes, name.substring(CORE.length()));
    }

    private boolean isOfTests(String name) {
        return getParent().getResource(name.replace('.', '/') + ".class").getPath().contains("/test-classes/");
    }

    private byte[] withSwitches(byte[] bytes, String type) {
        ClassFile context = ClassFile.of();
        Map<String, Places> byName = new HashMap<>();
        ClassTransform transform = (builder, element) -> {
            if (element instanceof MethodModel method) {
                Places places = byName.computeIfAbsent(method.methodName().stringValue(), name -> new Places(type, name));
                builder.transformMethod(method, (methodBuilder, part) -> {
                    if (part instanceof CodeModel code) {
                        methodBuilder.transformCode(code, places::replace);
                    } else {
                        methodBuilder.with(part);
                    }
                });
            } else {
                builder.with(element);
            }
        };
        return context.transformClass(context.parse(bytes), transform);
    }

    /** Goes through the branches of the methods of a name. */
    private final class Places {
        private final String type;
        private final String method;
        private final List<Opcode> sinceBranch = new ArrayList<>();
        private int place;
        private int line;

        Places(String type, String method) {
            this.type = type;
            this.method = method;
        }

        void replace(CodeBuilder builder, CodeElement element) {
            if (element instanceof BranchInstruction branch && branch.opcode() != Opcode.GOTO && branch.opcode() != Opcode.GOTO_W) {
                boolean isRepeated = sinceBranch.equals(AS_BOOLEAN);
                sinceBranch.clear();
                if (!isRepeated) {
                    addSwitch(builder, branch);
                    return;
                }
            } else if (element instanceof Instruction instruction) {
                sinceBranch.add(instruction.opcode());
            } else if (element instanceof LineNumber number) {
                line = number.line();
            }
            builder.with(element);
        }

        private void addSwitch(CodeBuilder builder, BranchInstruction branch) {
            int number = checks.size() / 2;
            String name = method + "_" + place++;
            checks.add(new Check(number, type, name, line, false));
            checks.add(new Check(number, type, name, line, true));
            Label holds = builder.newLabel();
            Label end = builder.newLabel();
            builder.branch(branch.opcode(), holds);
            builder.loadConstant(number).invokestatic(SWITCH, "fails", DECISION).ifne(branch.target()).goto_(end);
            builder.labelBinding(holds);
            builder.loadConstant(number).invokestatic(SWITCH, "holds", DECISION).ifne(branch.target());
            builder.labelBinding(end);
        }
    }
}
