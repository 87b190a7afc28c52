package io.hakozuna.hz3.verify.programs;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A test which runs once for each of {@link io.hakozuna.hz3.verify.Run#LANES}. The time limit is for what no program's own bound ends. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@FieldSource("io.hakozuna.hz3.verify.Run#LANES")
@Timeout(240)
@interface EachLane {
}
