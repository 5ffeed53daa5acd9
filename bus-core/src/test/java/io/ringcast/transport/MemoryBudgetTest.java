package io.ringcast.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

    @Test
    void shouldReserveUpToItsLimit() {
        MemoryBudget budget = new MemoryBudget(10);

        assertThat(budget.tryReserve(6)).isTrue();
        assertThat(budget.tryReserve(5)).isFalse();
        assertThat(budget.tryReserve(4)).isTrue();
        assertThat(budget.reserved()).isEqualTo(10);
    }

    @Test
    void shouldReserveAgainWhatWasReleased() {
        MemoryBudget budget = new MemoryBudget(10);
        budget.tryReserve(10);

        budget.release(3);

        assertThat(budget.tryReserve(4)).isFalse();
        assertThat(budget.tryReserve(3)).isTrue();
    }

    @Test
    void shouldNotOverflow() {
        MemoryBudget budget = MemoryBudget.unlimited();
        budget.tryReserve(Long.MAX_VALUE - 1);

        assertThat(budget.tryReserve(Long.MAX_VALUE)).isFalse();
        assertThat(budget.tryReserve(1)).isTrue();
    }

    @Test
    void shouldCountWhatAPartReservesBeyondItsOwn() {
        MemoryBudget whole = new MemoryBudget(10);
        MemoryBudget part = whole.part(12, 4);
        MemoryBudget other = whole.part(12, 4);

        assertThat(part.tryReserve(3)).isTrue();
        assertThat(whole.reserved()).isZero();
        assertThat(part.tryReserve(9)).isTrue();
        assertThat(whole.reserved()).isEqualTo(8);
        assertThat(part.tryReserve(1)).isFalse();
        assertThat(other.tryReserve(7)).isFalse();
        assertThat(other.tryReserve(6)).isTrue();
        assertThat(whole.reserved()).isEqualTo(10);

        part.release(10);
        other.release(1);
        assertThat(whole.reserved()).isEqualTo(1);
        other.release(5);
        part.release(2);
        assertThat(whole.reserved()).isZero();
    }

    @Test
    void shouldRefuseALimitOfNothing() {
        assertThatThrownBy(() -> new MemoryBudget(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limit must be at least 1 byte: 0");
    }

    /** What is larger than half a region of G1's takes whole ones. */
    @Test
    void shouldCountALargeArrayAsTheRegionsThatItTakes() {
        assertThat(MemoryBudget.weight(1_000)).isEqualTo(1_000);
        assertThat(MemoryBudget.weight(40_000_000))
                .isGreaterThan(40_000_000)
                .satisfies(weight -> assertThat(weight % (1L << 20)).isZero());
    }

    @Test
    void shouldLeaveAPartItsOwnWhenOthersHaveSpentTheWhole() {
        MemoryBudget whole = new MemoryBudget(1_000);
        MemoryBudget part = whole.part(800, 100);
        assertThat(whole.tryReserve(1_000)).isTrue();

        assertThat(part.tryReserve(100)).isTrue();
        assertThat(part.tryReserve(1)).isFalse();

        whole.release(1_000);
        assertThat(part.tryReserve(700)).isTrue();
        assertThat(whole.reserved()).isEqualTo(700);
        part.release(800);
        assertThat(whole.reserved()).isZero();
    }
}
