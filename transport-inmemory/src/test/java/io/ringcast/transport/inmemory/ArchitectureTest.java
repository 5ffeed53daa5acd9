package io.ringcast.transport.inmemory;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.ringcast.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = ArchitectureRules.mainClasses();

    @Test
    void shouldNeitherReadJsonNorRunLoopsItself() {
        ArchitectureRules.onlyIn("tools.jackson..").check(CLASSES);
        ArchitectureRules.onlyIn("com.lmax.disruptor..").check(CLASSES);
    }

    @Test
    void shouldKnowJUnitWhereTestsAreHelpedOnly() {
        ArchitectureRules.onlyIn("org.junit..", "io.ringcast.transport.inmemory.test..")
                .check(CLASSES);
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
