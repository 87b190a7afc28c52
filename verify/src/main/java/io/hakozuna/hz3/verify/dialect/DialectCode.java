package io.hakozuna.hz3.verify.dialect;

import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.NopInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/** The rules for the instructions of one method of the core: arithmetic on primitives, jumps, static fields and static calls. */
final class DialectCode {
    private static final String CORE = "io/hakozuna/hz3/core/";
    private static final String SEAM = "io/hakozuna/hz3/sys/";

    /**
     * What the compiler to C turns into plain arithmetic. Other methods of these classes initialise their class, which brings TeaVM's
     * whole runtime into the shared object: {@code Integer.toUnsignedLong} does.
     */
    private static final Set<String> ARITHMETIC = Set.of("java/lang/Long.compareUnsigned(JJ)I", "java/lang/Integer.compareUnsigned(II)I",
        "java/lang/Math.min(II)I", "java/lang/Math.min(JJ)J", "java/lang/Math.max(II)I", "java/lang/Math.max(JJ)J");

    private static final Set<Opcode> REFERENCE_JUMPS =
        EnumSet.of(Opcode.IF_ACMPEQ, Opcode.IF_ACMPNE, Opcode.IFNULL, Opcode.IFNONNULL);

    private final Consumer<String> departures;
    private int line;

    /** Each departure goes to the consumer as one line: the source line, the instruction and the rule. */
    DialectCode(Consumer<String> departures) {
        this.departures = departures;
    }

    void check(CodeModel code) {
        for (CodeElement element : code) {
            switch (element) {
                case LineNumber number -> line = number.line();
                case ExceptionCatch handler -> depart("an exception handler", "exceptions need a runtime");
                case Instruction instruction -> check(instruction);
                default -> { }
            }
        }
    }

    private void check(Instruction instruction) {
        switch (instruction) {
            case ConstantInstruction constant when !isReference(constant.typeKind()) -> { }
            case ConstantInstruction constant -> depart(constant.opcode() + " " + constant.constantValue(), "only numbers are constants");
            case LoadInstruction load when !isReference(load.typeKind()) -> { }
            case StoreInstruction store when !isReference(store.typeKind()) -> { }
            case ReturnInstruction end when !isReference(end.typeKind()) -> { }
            case OperatorInstruction operator when operator.opcode() != Opcode.ARRAYLENGTH -> { }
            case BranchInstruction branch when !REFERENCE_JUMPS.contains(branch.opcode()) -> { }
            case ConvertInstruction _, IncrementInstruction _, StackInstruction _, NopInstruction _,
                LookupSwitchInstruction _, TableSwitchInstruction _ -> { }
            case FieldInstruction field -> checkField(field);
            case InvokeInstruction call -> checkCall(call);
            default -> depart(instruction.opcode().toString(), "objects, arrays, references, locks and exceptions need a runtime");
        }
    }

    private void checkField(FieldInstruction field) {
        String owner = field.owner().asInternalName();
        boolean isStatic = field.opcode() == Opcode.GETSTATIC || field.opcode() == Opcode.PUTSTATIC;
        if (!isStatic || !owner.startsWith(CORE) || !field.typeSymbol().isPrimitive()) {
            depart(field.opcode() + " " + owner + "." + field.name().stringValue(),
                "only static fields of the core, of primitive types, are used");
        }
    }

    private void checkCall(InvokeInstruction call) {
        String owner = call.owner().asInternalName();
        String method = owner + "." + call.name().stringValue() + call.type().stringValue();
        boolean known = owner.startsWith(CORE) || owner.startsWith(SEAM) || ARITHMETIC.contains(method);
        if (call.opcode() != Opcode.INVOKESTATIC || call.isInterface() || !known) {
            depart(call.opcode() + " " + method,
                "only static methods of the core, of the seam and " + ARITHMETIC.stream().sorted().toList() + " are called");
        }
    }

    private static boolean isReference(TypeKind kind) {
        return kind == TypeKind.REFERENCE;
    }

    private void depart(String instruction, String rule) {
        departures.accept("line " + line + ": " + instruction + ": " + rule);
    }
}
