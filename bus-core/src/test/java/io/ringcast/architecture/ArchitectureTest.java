package io.ringcast.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
    /**
     * From the innermost to the outermost: a package sees those before it, never those after it.
     */
    private static final List<String> PACKAGES =
            List.of(
                    "io.ringcast.loop",
                    "io.ringcast.protocol",
                    "io.ringcast.transport",
                    "io.ringcast.adapter",
                    "io.ringcast",
                    "io.ringcast.gateway");

    private static final JavaClasses CLASSES = ArchitectureRules.mainClasses();

    @ParameterizedTest
    @MethodSource("packagesWithThoseAfterThem")
    void shouldNotLookOutwards(String inner, String[] outer) {
        noClasses()
                .that()
                .resideInAPackage(inner)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(outer)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    static Stream<Object[]> packagesWithThoseAfterThem() {
        return IntStream.range(0, PACKAGES.size() - 1)
                .mapToObj(
                        i -> {
                            List<String> outer = PACKAGES.subList(i + 1, PACKAGES.size());
                            return new Object[] {PACKAGES.get(i), outer.toArray(String[]::new)};
                        });
    }

    @Test
    void shouldUseInternalsFromFactoriesOnly() {
        ArchitectureRules.onlyFactoriesUseInternals("Bus", "Arguments", "AckCallback", "Gateways")
                .check(CLASSES);
    }

    @Test
    void shouldKnowDisruptorInTheLoopOnly() {
        ArchitectureRules.onlyIn("com.lmax.disruptor..", "io.ringcast.internal.loop..")
                .check(CLASSES);
    }

    @Test
    void shouldKnowJacksonWhereBytesMeetTypesOnly() {
        String[] binding = {
            "io.ringcast.protocol..", "io.ringcast.gateway..", "io.ringcast.internal.gateway.."
        };
        for (String library : Arrays.asList("tools.jackson..", "com.fasterxml.jackson..")) {
            ArchitectureRules.onlyIn(library, binding).check(CLASSES);
        }
    }

    @Test
    void shouldKnowMsgpackInTheProtocolOnly() {
        ArchitectureRules.onlyIn("org.msgpack..", "io.ringcast.protocol").check(CLASSES);
    }

    @Test
    void shouldNameTheOwnerOfState() {
        ArchitectureRules.stateNamesItsOwner().check(CLASSES);
    }

    @Test
    void shouldHaveNamesThatSaySomething() {
        ArchitectureRules.namesSaySomething().check(CLASSES);
    }
}
