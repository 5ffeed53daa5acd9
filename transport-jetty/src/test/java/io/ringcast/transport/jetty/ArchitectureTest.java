package io.ringcast.transport.jetty;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.ringcast.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = ArchitectureRules.mainClasses();

    @Test
    void shouldKnowJettyInTheJettyTransportOnly() {
        ArchitectureRules.onlyIn("org.eclipse.jetty..", "io.ringcast.transport.jetty..")
                .check(CLASSES);
    }

    @Test
    void shouldRunEngineIoWithoutItsTransport() {
        noClasses()
                .that()
                .resideInAPackage("io.ringcast.engineio..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.ringcast.transport.jetty..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void shouldNeitherReadJsonNorRunLoopsItself() {
        ArchitectureRules.onlyIn("tools.jackson..").check(CLASSES);
        ArchitectureRules.onlyIn("com.lmax.disruptor..").check(CLASSES);
    }

    @Test
    void shouldUseInternalsFromFactoriesOnly() {
        ArchitectureRules.onlyFactoriesUseInternals("JettyTransport", "SocketIoHandler")
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
