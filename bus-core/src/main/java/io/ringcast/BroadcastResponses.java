package io.ringcast;

import java.util.List;
import java.util.Map;

/**
 * How the recipients of a broadcast answered. Each recipient is in exactly one of the three.
 *
 * @param answered the answers by socket id, in order of arrival; answers of other servers in a
 *     cluster carry no id and come under the keys {@code "#0"}, {@code "#1"}...
 * @param timedOut ids of sockets that did not answer in time
 * @param disconnected ids of sockets that left before they answered
 */
public record BroadcastResponses(
        Map<String, Arguments> answered, List<String> timedOut, List<String> disconnected) {

    /**
     * The first argument of each answer, in order of arrival.
     *
     * @param type the type wanted
     * @param <T> the type wanted
     * @return the values
     * @throws io.ringcast.protocol.PayloadException if a value does not fit
     */
    public <T> List<T> values(Class<T> type) {
        return answered.values().stream().map(answer -> answer.get(0, type)).toList();
    }
}
