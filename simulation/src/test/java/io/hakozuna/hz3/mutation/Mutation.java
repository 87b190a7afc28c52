package io.hakozuna.hz3.mutation;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One change to one place of a class file of the core: an atomic access with a weaker ordering, or a branch that is always or never taken.
 *
 * @param type   the class's simple name
 * @param method the method's name
 * @param place  which one of the method's accesses or branches, from 0 on
 * @param change what is made of it
 */
record Mutation(String type, String method, int place, Change change) {
    private static final ClassDesc MEMORY = ClassDesc.of("io.hakozuna.hz3.sys.Memory");
    private static final ClassDesc OPAQUE = ClassDesc.of("io.hakozuna.hz3.mutation.Weaker$Opaque");
    private static final ClassDesc ACQUIRE_RELEASE = ClassDesc.of("io.hakozuna.hz3.mutation.Weaker$AcquireRelease");

    /** What the seam itself has weaker names for. */
    private static final Map<String, String> ONE_STEP = Map.of("getLongVolatile", "getLongAcquire", "getIntVolatile", "getIntAcquire",
        "putIntVolatile", "putIntRelease");
    private static final Map<String, String> TO_OPAQUE = Map.of("getLongVolatile", "getLongOpaque", "getIntVolatile", "getIntOpaque",
        "putIntVolatile", "putIntOpaque", "getLongAcquire", "getLongOpaque", "getIntAcquire", "getIntOpaque",
        "putLongRelease", "putLongOpaque", "putIntRelease", "putIntOpaque");
    private static final List<String> UPDATES = List.of("compareAndSetIntAcquire", "getAndSetLongAcquire", "getAndSetIntAcquire",
        "getAndSetIntRelease", "compareAndSetLongVolatile", "getAndAddLongVolatile");

    enum Change { NOT_VOLATILE, NOT_ORDERED, ALWAYS, NEVER }

    /** All weaker orderings of a class. */
    static List<Mutation> orderings(String type, byte[] classFile) {
        List<Mutation> found = new ArrayList<>();
        for (MethodModel method : ClassFile.of().parse(classFile).methods()) {
            int place = 0;
            for (CodeElement element : code(method)) {
                if (isOrdered(element)) {
                    String name = ((InvokeInstruction) element).name().stringValue();
                    if (ONE_STEP.containsKey(name) || name.equals("compareAndSetLongVolatile")) {
                        found.add(new Mutation(type, name(method), place, Change.NOT_VOLATILE));
                    }
                    found.add(new Mutation(type, name(method), place, Change.NOT_ORDERED));
                    place++;
                }
            }
        }
        return found;
    }

    private static String name(MethodModel method) {
        return method.methodName().stringValue();
    }

    private static List<CodeElement> code(MethodModel method) {
        return method.code().map(code -> code.elementList()).orElse(List.of());
    }

    private static boolean isOrdered(CodeElement element) {
        return element instanceof InvokeInstruction call && call.owner().asSymbol().equals(MEMORY)
            && (TO_OPAQUE.containsKey(call.name().stringValue()) || UPDATES.contains(call.name().stringValue()));
    }

    private static boolean isBranch(CodeElement element) {
        return element instanceof BranchInstruction branch && branch.opcode() != Opcode.GOTO && branch.opcode() != Opcode.GOTO_W;
    }

    /** The class with the change. */
    byte[] apply(byte[] classFile) {
        ClassFile context = ClassFile.of();
        ClassModel model = context.parse(classFile);
        return context.transformClass(model, ClassTransform.transformingMethods(candidate -> name(candidate).equals(method),
            (methodBuilder, element) -> {
                if (element instanceof java.lang.classfile.CodeModel code) {
                    int[] place = {0};
                    methodBuilder.transformCode(code, (builder, instruction) -> replace(builder, instruction, place));
                } else {
                    methodBuilder.with(element);
                }
            }));
    }

    private void replace(CodeBuilder builder, CodeElement element, int[] next) {
        boolean isOrdering = change == Change.NOT_ORDERED || change == Change.NOT_VOLATILE;
        if (!(isOrdering ? isOrdered(element) : isBranch(element)) || next[0]++ != place) {
            builder.with(element);
        } else if (element instanceof InvokeInstruction call) {
            weaken(builder, call);
        } else {
            decide(builder, (BranchInstruction) element);
        }
    }

    private void weaken(CodeBuilder builder, InvokeInstruction call) {
        String name = call.name().stringValue();
        if (UPDATES.contains(name)) {
            builder.invokestatic(change == Change.NOT_VOLATILE ? ACQUIRE_RELEASE : OPAQUE, name, call.typeSymbol());
        } else {
            builder.invokestatic(MEMORY, (change == Change.NOT_VOLATILE ? ONE_STEP : TO_OPAQUE).get(name), call.typeSymbol());
        }
    }

    /** Of the branches between ints, since the core has no references. */
    private void decide(CodeBuilder builder, BranchInstruction branch) {
        switch (branch.opcode()) {
            case IF_ICMPEQ, IF_ICMPNE, IF_ICMPLT, IF_ICMPGE, IF_ICMPGT, IF_ICMPLE -> builder.pop2();
            default -> builder.pop();
        }
        if (change == Change.ALWAYS) {
            builder.goto_(branch.target());
        }
    }

    @Override
    public String toString() {
        return type + "." + method + " " + place + " " + change;
    }
}
