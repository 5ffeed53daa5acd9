package io.ringcast.interop;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/** What tests need of a machine: without it they are skipped, which is said once, or fail in CI. */
final class Prerequisite {
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private Prerequisite() {}

    /** Decides by what is missing, in words that end a sentence with "is missing"; null if none. */
    static ConditionEvaluationResult check(String missing) {
        if (missing == null) {
            return ConditionEvaluationResult.enabled("all is here");
        }
        if ("true".equals(System.getenv("CI"))) {
            throw new IllegalStateException(missing + ", and CI=true");
        }
        if (SAID.add(missing)) {
            System.out.println("SKIPPED: " + missing + " for tests with real peers.");
        }
        return ConditionEvaluationResult.disabled(missing);
    }

    /** Says what is missing if a program does not start. */
    static String missing(String program, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = program;
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor() == 0 ? null : program + " does not start";
        } catch (java.io.IOException e) {
            return program + " is missing";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
