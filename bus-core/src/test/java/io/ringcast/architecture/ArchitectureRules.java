package io.ringcast.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.ringcast.loop.AnyThread;
import io.ringcast.loop.LoopConfined;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** The rules that hold in every module, for its {@code ArchitectureTest}. */
public final class ArchitectureRules {
    private ArchitectureRules() {}

    /** The main classes of the module whose tests run. */
    public static JavaClasses mainClasses() {
        JavaClasses classes = new ClassFileImporter().importPath(Path.of("target", "classes"));
        if (classes.isEmpty()) {
            throw new AssertionError(
                    "no classes in target/classes: run from the module's directory");
        }
        return classes;
    }

    /**
     * Exported packages use {@code internal} ones only through the named factories and builders.
     */
    public static ArchRule onlyFactoriesUseInternals(String... factories) {
        return noClasses()
                .that(resideInAPackage("..internal..").negate())
                .and(areNot(Set.of(factories)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.ringcast..internal..")
                .because("what applications type must not lean on what may change")
                .allowEmptyShould(true);
    }

    /** A library is seen by the packages given and by no other. */
    public static ArchRule onlyIn(String library, String... packages) {
        return noClasses()
                .that(resideInAnyPackage(packages).negate())
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true);
    }

    /** Who may touch a class with state can be read off the class. */
    public static ArchRule stateNamesItsOwner() {
        return classes()
                .that(resideInAPackage("io.ringcast..internal.."))
                .and(HAVE_STATE)
                .should(BE_MARKED_ONCE)
                .allowEmptyShould(true);
    }

    /** Names that say nothing are not used. */
    public static ArchRule namesSaySomething() {
        return noClasses()
                .should()
                .haveNameMatching(".*(Impl|Manager|Helper|Util|Utils)(\\$.*)?")
                .orShould()
                .haveNameMatching(".*[.$]Abstract[^.$]*")
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> areNot(Set<String> factories) {
        return DescribedPredicate.describe(
                "are not " + factories + " or builders",
                type -> {
                    String outermost = outermost(type).getSimpleName();
                    return !factories.contains(outermost) && !type.getName().endsWith("Builder");
                });
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureRules::outermost).orElse(type);
    }

    private static final DescribedPredicate<JavaClass> HAVE_STATE =
            DescribedPredicate.describe(
                    "have fields that change",
                    type ->
                            !type.isRecord()
                                    && type.getFields().stream()
                                            .anyMatch(ArchitectureRules::changes));

    private static boolean changes(JavaField field) {
        if (field.getModifiers().contains(JavaModifier.STATIC)
                || field.getModifiers().contains(JavaModifier.SYNTHETIC)) {
            return false;
        }
        JavaClass type = field.getRawType();
        return !field.getModifiers().contains(JavaModifier.FINAL)
                || type.isAssignableTo(Collection.class)
                || type.isAssignableTo(Map.class)
                || type.getPackageName().startsWith("java.util.concurrent.");
    }

    private static final ArchCondition<JavaClass> BE_MARKED_ONCE =
            new ArchCondition<>("carry @LoopConfined or @AnyThread, not both") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean confined = marked(type, LoopConfined.class.getName());
                    boolean shared = marked(type, AnyThread.class.getName());
                    String marks = confined ? (shared ? "both marks" : "one mark") : "no mark";
                    events.add(
                            new SimpleConditionEvent(
                                    type,
                                    confined != shared,
                                    type.getName() + " has state and " + marks));
                }
            };

    /** A nested class has the mark of its enclosing class unless it has one itself. */
    private static boolean marked(JavaClass type, String mark) {
        if (type.isAnnotatedWith(LoopConfined.class) || type.isAnnotatedWith(AnyThread.class)) {
            return type.isAnnotatedWith(mark);
        }
        return type.getEnclosingClass().map(outer -> marked(outer, mark)).orElse(false);
    }
}
