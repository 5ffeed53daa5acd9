package io.ringcast.transport.inmemory.test;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test of JUnit Jupiter a {@link TestBus} of its own, the same one to its {@code
 * BeforeEach} methods, and closes it afterwards. A test fails if something failed on its bus that
 * it did not {@linkplain TestBus#takeFailures take}.
 *
 * <pre>{@code @ExtendWith(RingcastExtension.class)
 * class ChatTest {
 *     void shouldGreet(TestBus bus) { ... } // a @Test
 * }}</pre>
 *
 * <p>Threads: JUnit's.
 */
public final class RingcastExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace STORE = Namespace.create(RingcastExtension.class);

    /** Makes the extension. */
    public RingcastExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestBus.class;
    }

    @Override
    public TestBus resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (context.getTestMethod().isEmpty()) {
            throw new IllegalStateException(
                    "a TestBus is one test's own: take it in the test, or in @BeforeEach");
        }
        return store(context)
                .computeIfAbsent(TestBus.class, key -> TestBus.create(), TestBus.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestBus bus = store(context).remove(TestBus.class, TestBus.class);
        if (bus != null) {
            bus.closeAndCheck();
        }
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(STORE);
    }
}
