package io.hakozuna.hz3.verify.programs;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * A test which runs once for each lane, or for what the property {@code hz3.lanes} lists, with commas between: lanes and absolute
 * paths of other allocators' shared objects. The time limit is for what no program's own bound ends.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@FieldSource("io.hakozuna.hz3.verify.programs.EachLane#LANES")
@Timeout(240)
@interface EachLane {
    List<String> LANES = List.of(System.getProperty("hz3.lanes", "scale,fast").split(","));
}
