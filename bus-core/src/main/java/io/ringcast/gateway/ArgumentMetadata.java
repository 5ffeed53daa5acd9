package io.ringcast.gateway;

import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a handler's parameter.
 *
 * @param index its place among the method's parameters, from 0
 * @param name its name; {@code arg0} and so on unless the class was compiled with {@code
 *     -parameters}
 * @param type its type, without type variables
 * @param annotations its annotations, those inherited from an overridden method among them
 */
public record ArgumentMetadata(int index, String name, Type type, List<Annotation> annotations) {

    /** Copies the list. */
    public ArgumentMetadata {
        annotations = List.copyOf(annotations);
    }

    /**
     * An annotation of the parameter.
     *
     * @param annotation its type
     * @param <A> its type
     * @return the annotation, if it is there
     */
    public <A extends Annotation> Optional<A> annotation(Class<A> annotation) {
        return annotations.stream()
                .filter(annotation::isInstance)
                .map(annotation::cast)
                .findFirst();
    }
}
