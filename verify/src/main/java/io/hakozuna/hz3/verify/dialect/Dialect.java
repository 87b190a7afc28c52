package io.hakozuna.hz3.verify.dialect;

import java.lang.classfile.Annotation;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules for a class of the core and its members; {@link DialectCode} has those for the instructions. A departure is one line that
 * names class, member and, in code, the instruction and source line.
 */
public final class Dialect {
    private static final List<String> ANNOTATIONS = List.of("Lorg/teavm/interop/StaticInit;", "Lorg/teavm/interop/Unmanaged;");

    private final List<String> departures = new ArrayList<>();
    private final ClassModel type;
    private final String name;

    private Dialect(byte[] classFile) {
        type = ClassFile.of().parse(classFile);
        name = type.thisClass().asInternalName().replace('/', '.');
    }

    /** Every departure from the dialect in a class file; none if it is a class of the dialect, or a package-info. */
    public static List<String> departures(byte[] classFile) {
        Dialect dialect = new Dialect(classFile);
        if (!dialect.name.endsWith(".package-info")) {
            dialect.checkClass();
            dialect.type.fields().forEach(dialect::checkField);
            dialect.type.methods().forEach(dialect::checkMethod);
        }
        return dialect.departures;
    }


    private void checkClass() {
        if (!type.flags().has(AccessFlag.FINAL) || type.flags().has(AccessFlag.ENUM)) {
            depart("", "a class of the core is final and no enum");
        }
        boolean plain = type.superclass().map(parent -> parent.asInternalName().equals("java/lang/Object")).orElse(false);
        if (!plain || !type.interfaces().isEmpty()) {
            depart("", "a class of the core extends and implements nothing");
        }
        List<String> present = annotations();
        ANNOTATIONS.stream().filter(annotation -> !present.contains(annotation))
            .forEach(annotation -> depart("", "the annotation " + ClassDesc.ofDescriptor(annotation).displayName() + " is missing"));
    }

    private List<String> annotations() {
        Stream<List<Annotation>> visible = type.findAttribute(Attributes.runtimeVisibleAnnotations()).stream().map(a -> a.annotations());
        Stream<List<Annotation>> invisible = type.findAttribute(Attributes.runtimeInvisibleAnnotations()).stream().map(a -> a.annotations());
        return Stream.concat(visible, invisible).flatMap(List::stream).map(annotation -> annotation.className().stringValue()).toList();
    }

    private void checkField(FieldModel field) {
        String member = "." + field.fieldName().stringValue();
        if (!field.flags().has(AccessFlag.STATIC)) {
            depart(member, "a field of the core is static");
        }
        if (!field.fieldTypeSymbol().isPrimitive()) {
            depart(member, "a field of the core is of a primitive type");
        }
    }

    private void checkMethod(MethodModel method) {
        String member = "." + method.methodName().stringValue() + method.methodType().stringValue();
        if (method.methodName().equalsString("<init>")) {
            if (!method.flags().has(AccessFlag.PRIVATE) || !isEmptyConstructor(method)) {
                depart(member, "the only constructor is private and empty");
            }
            return;
        }
        if (method.methodName().equalsString("<clinit>")) {
            depart(member, "a static field begins with a compile-time constant or without a value");
            return;
        }
        if (!method.flags().has(AccessFlag.STATIC) || method.code().isEmpty() || method.flags().has(AccessFlag.SYNCHRONIZED)) {
            depart(member, "a method of the core is static and neither native nor synchronized");
        }
        MethodTypeDesc signature = method.methodTypeSymbol();
        if (!signature.returnType().isPrimitive() || !signature.parameterList().stream().allMatch(ClassDesc::isPrimitive)) {
            depart(member, "a method of the core takes and returns primitives");
        }
        method.code().ifPresent(code -> new DialectCode(line -> depart(member, line)).check(code));
    }

    /** Whether it is what the compiler makes of {@code private X() { }}: load this, call Object's constructor, return. */
    private static boolean isEmptyConstructor(MethodModel method) {
        return method.methodType().equalsString("()V") && method.findAttribute(Attributes.code()).orElseThrow().codeLength() == 5;
    }

    private void depart(String member, String rule) {
        departures.add(name + member + ": " + rule);
    }
}
