package io.hakozuna.hz3.verify.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.knobs.Knob;
import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessFlag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The seam's back ends offer the same methods, and the knobs of all are those that are declared. */
class SeamParityTest {
    private static final String SEAM = "io.hakozuna.hz3.sys";

    @Test
    void theBackEndsHaveTheSameMethods() throws IOException {
        SortedMap<String, SortedSet<String>> jvm = methods("sys-jvm");
        // No part of the seam, and not for the core.
        jvm.remove("Library");
        SortedMap<String, SortedSet<String>> preload = methods("preload");
        assertTrue(jvm.values().stream().anyMatch(methods -> !methods.isEmpty()), "no methods to compare");
        assertEquals(lines(jvm), lines(preload));
        assertEquals(lines(jvm), lines(methods("simulation")));
    }

    @Test
    void everyKnobHasItsAccessor() throws IOException {
        SortedSet<String> expected = new TreeSet<>();
        for (Knob knob : Knob.all()) {
            expected.add(knob.javaAccessor() + MethodType.methodType(knob.kind().javaType()).descriptorString());
        }
        assertEquals(expected, methods("sys-jvm").get("Knobs"));
        assertEquals(expected, methods("preload").get("Knobs"));
        assertEquals(expected, methods("simulation").get("Knobs"));
    }

    @Test
    void everyNativeAccessorReadsItsKnob() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        Knob.all().forEach(knob -> expected.put(knob.javaAccessor(), knob.cAccessor()));
        Map<String, String> imported = new TreeMap<>();
        for (MethodModel method : publicStatic(type("preload", "Knobs"))) {
            imported.put(method.methodName().stringValue(), importedName(method));
        }
        assertEquals(expected, imported);
    }

    private static ClassModel type(String module, String simpleName) throws IOException {
        for (Path file : ClassFiles.of(module, SEAM)) {
            if (file.endsWith(simpleName + ".class")) {
                return ClassFile.of().parse(file);
            }
        }
        throw new IllegalStateException("no class " + simpleName + " in " + module);
    }

    /** The public static methods of each public class of the seam, by class. */
    private static SortedMap<String, SortedSet<String>> methods(String module) throws IOException {
        SortedMap<String, SortedSet<String>> methods = new TreeMap<>();
        for (Path file : ClassFiles.of(module, SEAM)) {
            ClassModel type = ClassFile.of().parse(file);
            if (type.flags().has(AccessFlag.PUBLIC)) {
                SortedSet<String> names = new TreeSet<>();
                publicStatic(type).forEach(method -> names.add(method.methodName().stringValue() + method.methodType().stringValue()));
                methods.put(file.getFileName().toString().replace(".class", ""), names);
            }
        }
        return methods;
    }

    private static List<MethodModel> publicStatic(ClassModel type) {
        return type.methods().stream().filter(m -> m.flags().has(AccessFlag.PUBLIC) && m.flags().has(AccessFlag.STATIC)).toList();
    }

    private static String lines(SortedMap<String, SortedSet<String>> methods) {
        List<String> lines = new ArrayList<>();
        methods.forEach((type, names) -> names.forEach(name -> lines.add(type + "." + name)));
        return String.join("\n", lines);
    }

    private static String importedName(MethodModel method) {
        for (Annotation annotation : method.findAttribute(Attributes.runtimeVisibleAnnotations()).orElseThrow().annotations()) {
            for (AnnotationElement element : annotation.elements()) {
                if (element.name().equalsString("name") && element.value() instanceof AnnotationValue.OfString name) {
                    return name.stringValue();
                }
            }
        }
        return "";
    }
}
