package io.ringcast.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Row A2. */
class QueryStringTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "a=1 | a | 1",
                "a=1&a=2 | a | 2",
                "a[]=1 | a[] | 1",
                "a | a | ''",
                "a= | a | ''",
                "a=b=c | a | b=c",
                "=x | '' | x",
                "a=x+y%20z%2B | a | 'x y z+'",
                "%61=%C3%A9 | a | \u00e9",
                "a=%zz%4 | a | %zz%4",
                "a=%+1 | a | '% 1'",
                "a=%FF | a | \ufffd",
                "&&a=1&& | a | 1",
                "A=1 | a | null",
            })
    void shouldReadAParameter(String query, String name, String value) {
        assertThat(QueryString.parse(query).get(name)).isEqualTo(value);
    }

    @Test
    void shouldReadNothingFromNothing() {
        assertThat(QueryString.parse(null)).isEmpty();
        assertThat(QueryString.parse("")).isEmpty();
        assertThat(QueryString.parse("&")).isEqualTo(Map.of());
    }
}
