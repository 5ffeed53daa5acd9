package io.ringcast.protocol;

import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.deser.BeanDeserializerFactory;
import tools.jackson.databind.deser.DeserializerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Copies an application's mapper for the reading of what peers send: see {@link PeerJson}. */
final class PeerMapper extends JsonMapper.Builder {

    private PeerMapper(JsonMapper.Builder given) {
        super(new StateImpl(given));
        if (streamFactory() instanceof JsonFactory factory
                && factory.getClass() == JsonFactory.class) {
            _streamFactory = new PeerJson(factory);
        }
        DeserializerFactory readers = deserializerFactory();
        if (readers instanceof BeanDeserializerFactory known
                && known.getClass() == BeanDeserializerFactory.class) {
            deserializerFactory(new WholeNumbers(known.getFactoryConfig()));
        }
    }

    /**
     * The mapper with all of its settings and modules. One of a class of its own can't be copied:
     * it stays as it is.
     *
     * @throws IllegalArgumentException if its parsers would share a table of names
     */
    static JsonMapper of(JsonMapper given) {
        JsonMapper copy =
                given.getClass() == JsonMapper.class
                        ? new PeerMapper(given.rebuild()).build()
                        : given;
        if (copy.isEnabled(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)) {
            throw new IllegalArgumentException(
                    "mapper: a JsonMapper or JsonFactory of a class of its own must have"
                            + " TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES disabled:"
                            + " clients would share a table that one of them can spoil");
        }
        return copy;
    }
}
