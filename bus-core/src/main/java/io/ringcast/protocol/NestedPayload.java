package io.ringcast.protocol;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;

/** A payload that serializers meet inside a map or a record: its one argument, or all in a list. */
interface NestedPayload extends Payload, JacksonSerializable {

    @Override
    default void serialize(JsonGenerator json, SerializationContext context) {
        if (size() == 1) {
            context.writeValue(json, get(0));
            return;
        }
        json.writeStartArray(this, size());
        for (int i = 0; i < size(); i++) {
            context.writeValue(json, get(i));
        }
        json.writeEndArray();
    }

    @Override
    default void serializeWithType(
            JsonGenerator json, SerializationContext context, TypeSerializer types) {
        serialize(json, context);
    }
}
