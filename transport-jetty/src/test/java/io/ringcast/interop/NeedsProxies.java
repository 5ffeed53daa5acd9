package io.ringcast.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Tests behind nginx and HAProxy: skipped without them, an error where CI=true. */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(NeedsProxies.Condition.class)
@interface NeedsProxies {

    /** Looks for both. */
    final class Condition implements ExecutionCondition {
        private static final String MISSING = missing();

        private static String missing() {
            for (RealProxy.Kind kind : RealProxy.Kind.values()) {
                String missing = Prerequisite.missing(kind.program(), "-v");
                if (missing != null) {
                    return missing;
                }
            }
            return null;
        }

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Prerequisite.check(MISSING);
        }
    }
}
