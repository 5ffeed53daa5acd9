package io.ringcast.internal.gateway;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The annotations of an element and of those it inherits from, nearest first, with the annotations
 * that they carry themselves. Of each type those of the nearest element that has any count.
 */
record AnnotationSet(List<Annotation> annotations) {

    static final AnnotationSet NONE = new AnnotationSet(List.of());

    static AnnotationSet of(List<? extends AnnotatedElement> nearestFirst) {
        List<Annotation> all = new ArrayList<>();
        Set<Class<?>> taken = new LinkedHashSet<>();
        for (AnnotatedElement element : nearestFirst) {
            List<Annotation> own = new ArrayList<>();
            for (Annotation annotation : element.getDeclaredAnnotations()) {
                expand(annotation, own, new LinkedHashSet<>());
            }
            own.removeIf(annotation -> taken.contains(annotation.annotationType()));
            own.forEach(annotation -> taken.add(annotation.annotationType()));
            all.addAll(own);
        }
        return new AnnotationSet(List.copyOf(all));
    }

    private static void expand(Annotation annotation, List<Annotation> into, Set<Class<?>> path) {
        Class<? extends Annotation> type = annotation.annotationType();
        if (type.getPackageName().equals("java.lang.annotation") || !path.add(type)) {
            return;
        }
        into.add(annotation);
        for (Annotation carried : type.getDeclaredAnnotations()) {
            expand(carried, into, path);
        }
        path.remove(type);
    }

    <A extends Annotation> Optional<A> find(Class<A> type) {
        List<A> all = all(type);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(0));
    }

    <A extends Annotation> List<A> all(Class<A> type) {
        List<A> found = new ArrayList<>(1);
        for (Annotation annotation : annotations) {
            if (type.isInstance(annotation)) {
                found.add(type.cast(annotation));
            }
        }
        return found;
    }

    boolean has(Class<? extends Annotation> type) {
        return !all(type).isEmpty();
    }
}
