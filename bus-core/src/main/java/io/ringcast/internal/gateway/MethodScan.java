package io.ringcast.internal.gateway;

import io.ringcast.loop.AnyThread;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The methods of a class as a caller sees them: of each signature the most derived one, together
 * with those it overrides, in classes and interfaces. Bridges are not methods.
 */
@AnyThread
final class MethodScan {
    private final TypeResolution types;
    private final Map<String, List<Method>> methods = new LinkedHashMap<>();

    /** A method, nearest first among those that it overrides. */
    record Scanned(List<Method> chain) {

        Method method() {
            return chain.get(0);
        }

        AnnotationSet annotations() {
            return AnnotationSet.of(chain);
        }

        /** The annotations of a parameter, the nearest of each type. */
        List<Annotation> parameterAnnotations(int index) {
            Map<Class<?>, Annotation> found = new LinkedHashMap<>();
            for (Method each : chain) {
                for (Annotation annotation : each.getParameterAnnotations()[index]) {
                    found.putIfAbsent(annotation.annotationType(), annotation);
                }
                for (Annotation annotation :
                        each.getAnnotatedParameterTypes()[index].getAnnotations()) {
                    found.putIfAbsent(annotation.annotationType(), annotation);
                }
            }
            return List.copyOf(found.values());
        }
    }

    MethodScan(Class<?> type, TypeResolution types) {
        this.types = types;
        for (Class<?> each : hierarchy(type)) {
            Method[] declared = each.getDeclaredMethods();
            // The JVM promises no order: without one, registration order would change by run.
            Arrays.sort(declared, (a, b) -> a.toGenericString().compareTo(b.toGenericString()));
            for (Method method : declared) {
                if (!method.isSynthetic() && !method.isBridge()) {
                    add(method);
                }
            }
        }
    }

    /** A class, its superclasses, then all interfaces. */
    static List<Class<?>> hierarchy(Class<?> type) {
        List<Class<?>> classes = new ArrayList<>();
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            classes.add(c);
        }
        Set<Class<?>> interfaces = new LinkedHashSet<>();
        List<Class<?>> level = List.copyOf(classes);
        while (!level.isEmpty()) {
            List<Class<?>> next = new ArrayList<>();
            for (Class<?> each : level) {
                next.addAll(Arrays.asList(each.getInterfaces()));
            }
            next.removeIf(each -> !interfaces.add(each));
            level = next;
        }
        classes.addAll(derivedFirst(interfaces));
        return classes;
    }

    /** An interface may be named beside one that extends it. */
    private static List<Class<?>> derivedFirst(Set<Class<?>> interfaces) {
        List<Class<?>> sorted = new ArrayList<>();
        for (Class<?> each : interfaces) {
            int at = 0;
            while (at < sorted.size() && !sorted.get(at).isAssignableFrom(each)) {
                at++;
            }
            sorted.add(at, each);
        }
        return sorted;
    }

    private void add(Method method) {
        List<Method> chain = overriding(method);
        if (chain != null) {
            chain.add(method);
        } else {
            List<Method> made = new ArrayList<>(List.of(method));
            methods.put(signature(method) + " #" + methods.size(), made);
        }
    }

    private @Nullable List<Method> overriding(Method method) {
        if (Modifier.isPrivate(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
            return null;
        }
        String signature = signature(method);
        for (List<Method> chain : methods.values()) {
            Method derived = chain.get(0);
            if (overrides(derived, method) && signature(derived).equals(signature)) {
                return chain;
            }
        }
        return null;
    }

    private static boolean overrides(Method derived, Method method) {
        int modifiers = derived.getModifiers();
        if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers)) {
            return false;
        }
        boolean isVisible =
                Modifier.isPublic(method.getModifiers())
                        || Modifier.isProtected(method.getModifiers());
        Class<?> from = method.getDeclaringClass();
        Class<?> to = derived.getDeclaringClass();
        return isVisible
                || (from.getPackageName().equals(to.getPackageName())
                        && from.getClassLoader() == to.getClassLoader());
    }

    private String signature(Method method) {
        StringBuilder text = new StringBuilder(method.getName());
        for (Type type : method.getGenericParameterTypes()) {
            text.append(' ').append(TypeResolution.raw(types.resolve(type)).getName());
        }
        return text.toString();
    }

    Collection<Scanned> all() {
        return methods.values().stream().map(Scanned::new).toList();
    }

    /** The annotations of a class, its superclasses and its interfaces. */
    static AnnotationSet annotations(Class<?> type) {
        List<AnnotatedElement> elements = new ArrayList<>(hierarchy(type));
        return AnnotationSet.of(elements);
    }

    /** Names for a message, in a stable order. */
    static String list(Collection<?> names) {
        Set<String> sorted = new TreeSet<>();
        names.forEach(name -> sorted.add(String.valueOf(name)));
        return String.join(", ", sorted);
    }
}
